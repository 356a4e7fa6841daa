import { createCipheriv, createDecipheriv } from 'node:crypto'

export const nonceBytes = 12
export const tagBytes = 16

/** What encryption and decryption have to agree on; `context` is not secret, and is authenticated. */
export interface CipherInput {
  readonly key: Buffer
  readonly nonce: Buffer
  readonly context: Buffer
}

/** AES-256-GCM: the ciphertext, with its tag of 16 bytes behind it. */
export function encrypt({ key, nonce, context }: CipherInput, plaintext: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(context)
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
}

/** Throws where a bit of anything differs. Without a length of the tag, Node would take one that was cut short. */
export function decrypt({ key, nonce, context }: CipherInput, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(context).setAuthTag(sealed.subarray(-tagBytes))
  return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()])
}
