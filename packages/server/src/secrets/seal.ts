import { randomBytes } from 'node:crypto'
import type { NamedKey } from '../config/key-list.ts'
import { decrypt, encrypt, nonceBytes, tagBytes } from './aes-gcm.ts'

const version = 1

/**
 * Encrypts a value for one place in the database, by AES-256-GCM:
 *
 *     version (1) | length of the key's name (1) | the name | nonce (12) | ciphertext | tag (16)
 *
 * The place (table, column, tenant, row) goes into the tag, so that a sealed value that is copied into another row opens
 * nowhere. The nonce is random: with one key, 2^32 values may be sealed before a repetition is to be feared.
 */
export function seal(plaintext: Buffer, place: string, key: NamedKey): Buffer {
  const name = Buffer.from(key.id)
  const head = Buffer.concat([Buffer.from([version, name.length]), name])
  const nonce = randomBytes(nonceBytes)
  const context = Buffer.concat([head, Buffer.from(place)])
  return Buffer.concat([head, nonce, encrypt({ key: key.bytes, nonce, context }, plaintext)])
}

/** The value, or an error: there is no half-opened state, and what was changed by a bit does not open. */
export function open(sealed: Buffer, place: string, keys: ReadonlyMap<string, NamedKey>): Buffer {
  const headBytes = 2 + (sealed[1] ?? 0)
  if (sealed[0] !== version || sealed.length < headBytes + nonceBytes + tagBytes) {
    throw new SealError('unknown_form', 'A sealed value has a form that this version does not know.')
  }
  const head = sealed.subarray(0, headBytes)
  const name = head.subarray(2).toString()
  const key = keys.get(name)
  if (key === undefined) {
    throw new SealError(
      'unknown_key',
      `A value was sealed with the key "${name}", which EVENKEEL_ENCRYPTION_KEYS lacks. Add it again.`,
    )
  }
  const nonce = sealed.subarray(headBytes, headBytes + nonceBytes)
  const context = Buffer.concat([head, Buffer.from(place)])
  try {
    return decrypt({ key: key.bytes, nonce, context }, sealed.subarray(headBytes + nonceBytes))
  } catch (cause) {
    throw new SealError(
      'does_not_open',
      'A sealed value was changed, or moved to another place. Restore it from a backup.',
      { cause },
    )
  }
}

export type SealFault = 'unknown_form' | 'unknown_key' | 'does_not_open'

/** A value in the database that does not open: a key is missing, or somebody changed it. */
export class SealError extends Error {
  override readonly name = 'SealError'
  readonly code: SealFault

  constructor(code: SealFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
