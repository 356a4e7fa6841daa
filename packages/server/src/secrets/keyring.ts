import { createHmac, hkdfSync } from 'node:crypto'
import type { NamedKey } from '../config/key-list.ts'
import { open, seal } from './seal.ts'

/** The encryption keys of this installation, and what follows from them. */
export interface Keyring {
  /** The name of the key that seals. */
  readonly newest: string
  /** Encrypts with the newest key, for one place; see `placeOf`. */
  seal(plaintext: Buffer, place: string): Buffer
  /** Decrypts with whichever key it was. Throws a SealError. */
  open(sealed: Buffer, place: string): Buffer
  /**
   * HMAC-SHA-256 of some parts, with a key for this purpose alone. One answer for each key there is, the newest first:
   * what was made before a key was added is found under the second.
   */
  authenticate(purpose: string, parts: readonly (string | Buffer)[]): readonly [Buffer, ...Buffer[]]
}

export function createKeyring(keys: readonly NamedKey[]): Keyring {
  const [newest, ...older] = keys
  if (newest === undefined) throw new Error('A keyring needs a key. Set EVENKEEL_ENCRYPTION_KEYS.')
  const byName = new Map(keys.map((key) => [key.id, key]))

  function authenticateWith(key: NamedKey, purpose: string, parts: readonly (string | Buffer)[]): Buffer {
    const derived = hkdfSync('sha256', key.bytes, '', `evenkeel ${purpose}`, 32)
    const hmac = createHmac('sha256', Buffer.from(derived))
    for (const part of parts) {
      // With its length before each, no two lists of parts are the same bytes.
      const bytes = Buffer.from(part)
      hmac.update(`${bytes.length}:`).update(bytes)
    }
    return hmac.digest()
  }

  return {
    newest: newest.id,
    seal: (plaintext, place) => seal(plaintext, place, newest),
    open: (sealed, place) => open(sealed, place, byName),
    authenticate: (purpose, parts) => [
      authenticateWith(newest, purpose, parts),
      ...older.map((key) => authenticateWith(key, purpose, parts)),
    ],
  }
}
