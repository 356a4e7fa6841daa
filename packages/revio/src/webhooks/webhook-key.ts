import { createPublicKey, type KeyObject } from 'node:crypto'
import { RevioSignatureError } from '../errors/index.ts'

/** A public key that has been looked at: RSA, large enough, and how long its signatures are. */
export type WebhookKey = {
  readonly key: KeyObject
  readonly signatureBytes: number
  /** The PEM as normalised, to compare keys by. */
  readonly pem: string
}

const leastModulusBits = 2048

/**
 * Loads a key from PEM. The platform hands keys out as a JSON string, and settings often carry them with `\n` written
 * out; both are read as what they mean.
 */
export function loadWebhookKey(pem: string): WebhookKey {
  const text = pem
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replaceAll('\\n', '\n')
  let key: KeyObject
  try {
    key = createPublicKey(text)
  } catch (cause) {
    throw new RevioSignatureError('key_unusable', 'That is not a public key in PEM form.', { cause })
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType !== 'rsa' || bits < leastModulusBits) {
    throw new RevioSignatureError(
      'key_unusable',
      `A webhook key is RSA of at least ${leastModulusBits} bits.`,
    )
  }
  return {
    key,
    signatureBytes: Math.ceil(bits / 8),
    pem: String(key.export({ type: 'spki', format: 'pem' })),
  }
}
