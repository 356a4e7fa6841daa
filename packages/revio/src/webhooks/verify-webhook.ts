import { constants, verify } from 'node:crypto'
import { RevioSignatureError } from '../errors/index.ts'
import { type RevioEvent, readEvent } from './events.ts'
import { loadWebhookKey, type WebhookKey } from './webhook-key.ts'

/** A webhook as it arrived, nothing of it read yet. */
export type SignedWebhook = {
  /** The bytes as they came. Parsing and writing them again changes them, and then no signature fits. */
  readonly rawBody: Uint8Array
  /** The `X-Signature` header. */
  readonly signature: string | readonly string[] | undefined
}

const longestSignature = 2048

/**
 * Verifies a webhook and answers its event, or throws a RevioSignatureError.
 *
 * The signature is RSA PKCS#1 v1.5 over SHA-256 of the raw body and nothing else: no time, no id, no address. So a
 * body stays valid for ever, and whoever once saw it can send it again. Keep `event.digest` to recognise repeats, and
 * act only on what a fresh read of the object says.
 *
 * `keys` are all that may have signed, as PEM or loaded: during a rotation both the old and the new one.
 */
export function verifyWebhook(
  webhook: SignedWebhook & { keys: readonly (string | WebhookKey)[] },
): RevioEvent {
  const signature = decodeSignature(webhook.signature)
  const keys = webhook.keys.map((key) => (typeof key === 'string' ? loadWebhookKey(key) : key))
  if (keys.length === 0) {
    throw new RevioSignatureError('key_unusable', 'There is no key to verify webhooks with.')
  }
  // Nothing in the body is looked at before a key has vouched for it.
  if (!keys.some((key) => isSignedBy(webhook.rawBody, signature, key))) {
    throw new RevioSignatureError('signature_mismatch', 'No known key has signed this body.')
  }
  return readEvent(webhook.rawBody)
}

function decodeSignature(header: SignedWebhook['signature']): Buffer {
  if (header === undefined || header === '') {
    throw new RevioSignatureError('signature_missing', 'There is no X-Signature header.')
  }
  if (typeof header === 'string' && header.length <= longestSignature) {
    const bytes = Buffer.from(header, 'base64')
    // Decoding skips spaces, junk and stray bits and knows two alphabets. Of all spellings of some bytes exactly one
    // comes back when they are encoded again, and only that one is accepted.
    if (bytes.toString('base64') === header) return bytes
  }
  throw new RevioSignatureError('signature_malformed', 'X-Signature is not one value of strict base64.')
}

function isSignedBy(rawBody: Uint8Array, signature: Buffer, { key, signatureBytes }: WebhookKey): boolean {
  if (signature.length !== signatureBytes) return false
  return verify('sha256', rawBody, { key, padding: constants.RSA_PKCS1_PADDING }, signature)
}
