import { createHash, randomBytes } from 'node:crypto'

/** `ekr_` prolongs a login, `ekm_` came by mail. The prefix lets scanners of leaked secrets know ours. */
export type TokenPrefix = 'ekr_' | 'ekm_'

const tokenForm = /^ek[rm]_[\w-]{43}$/

/** 256 random bits as text. */
export function newOpaqueToken(prefix: TokenPrefix): string {
  return writeToken(prefix, randomBytes(32))
}

export function writeToken(prefix: TokenPrefix, bytes: Buffer): string {
  return prefix + bytes.toString('base64url')
}

/**
 * What is stored of a token: SHA-256 of its text, or nothing for what cannot be one of ours. With 256 random bits a
 * slow hash would add nothing. The text is hashed and not its bytes, because several texts decode to the same bytes.
 */
export function hashOfToken(token: string, prefix: TokenPrefix): Buffer | undefined {
  if (!tokenForm.test(token) || !token.startsWith(prefix)) return undefined
  return createHash('sha256').update(token).digest()
}
