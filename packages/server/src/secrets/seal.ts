import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { NamedKey } from '../config/key-list.ts'

const version = 1
const nonceBytes = 12
const tagBytes = 16

/**
 * Encrypts a value for one place in the database, by AES-256-GCM:
 *
 *     version (1) | length of the key's name (1) | the name | nonce (12) | ciphertext | tag (16)
 *
 * The place (table, column, row) goes into the tag, so that a sealed value that is copied into another row opens
 * nowhere. The nonce is random: with one key, 2^32 values may be sealed before a repetition is to be feared.
 */
export function seal(plaintext: Buffer, place: string, key: NamedKey): Buffer {
  const name = Buffer.from(key.id)
  const head = Buffer.concat([Buffer.from([version, name.length]), name])
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.concat([head, Buffer.from(place)]))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return Buffer.concat([head, nonce, ciphertext, cipher.getAuthTag()])
}

/** The value, or an error: there is no half-opened state, and what was changed by a bit does not open. */
export function open(sealed: Buffer, place: string, keys: ReadonlyMap<string, NamedKey>): Buffer {
  const headBytes = 2 + (sealed[1] ?? 0)
  if (sealed[0] !== version || sealed.length < headBytes + nonceBytes + tagBytes) {
    throw new SealError('A sealed value has a form that this version does not know.')
  }
  const head = sealed.subarray(0, headBytes)
  const name = head.subarray(2).toString()
  const key = keys.get(name)
  if (key === undefined) {
    throw new SealError(
      `A value was sealed with the key "${name}", which EVENKEEL_ENCRYPTION_KEYS lacks. Add it again.`,
    )
  }
  const nonce = sealed.subarray(headBytes, headBytes + nonceBytes)
  const tag = sealed.subarray(-tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.concat([head, Buffer.from(place)])).setAuthTag(tag)
  try {
    const ciphertext = sealed.subarray(headBytes + nonceBytes, -tagBytes)
    return Buffer.concat([decipher.update(ciphertext), decipher.final()])
  } catch (cause) {
    throw new SealError('A sealed value was changed, or moved to another place. Restore it from a backup.', {
      cause,
    })
  }
}

/** A value in the database that does not open: a key is missing, or somebody changed it. */
export class SealError extends Error {
  override readonly name = 'SealError'
}
