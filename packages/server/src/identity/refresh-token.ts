import { randomBytes } from 'node:crypto'
import type { Keyring } from '../secrets/keyring.ts'
import { hashOfToken, writeToken } from './opaque-token.ts'

export interface RefreshToken {
  readonly token: string
  readonly hash: Buffer
}

export function newChildNonce(): Buffer {
  return randomBytes(16)
}

/**
 * The tokens that may follow one: HMAC of it and a nonce, with each key of the server, the newest first. So the same
 * child can be given again to a client whose reply was lost, although no token is stored; and nobody who reads the
 * database, nor who holds an old token, can make it.
 */
export function childrenOf(
  keyring: Keyring,
  { parent, nonce }: { parent: string; nonce: Buffer },
): [RefreshToken, ...RefreshToken[]] {
  const [newest, ...older] = keyring.authenticate('refresh token child', [parent, nonce])
  return [refreshToken(newest), ...older.map(refreshToken)]
}

function refreshToken(bytes: Buffer): RefreshToken {
  const token = writeToken('ekr_', bytes)
  const hash = hashOfToken(token, 'ekr_')
  if (hash === undefined) throw new Error('A refresh token of our own making has a form that we do not take.')
  return { token, hash }
}

export function firstRefreshToken(): RefreshToken {
  return refreshToken(randomBytes(32))
}
