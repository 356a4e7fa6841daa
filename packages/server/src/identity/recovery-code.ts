import { createHash, randomBytes } from 'node:crypto'

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
const codes = 10
const signs = 16

/** Ten codes of 80 random bits, in groups that a person can copy by hand: `abcd-efgh-2345-wxyz`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: codes }, () => {
    // 256 is a multiple of 32, so every sign is as likely as every other.
    const text = [...randomBytes(signs)].map((byte) => alphabet[byte % alphabet.length]).join('')
    return text.replace(/(.{4})(?=.)/g, '$1-')
  })
}

export function hashOfRecoveryCode(code: string): Buffer {
  return createHash('sha256').update(code).digest()
}
