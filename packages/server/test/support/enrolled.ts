import { totpCode, totpStep } from '../../src/identity/totp-code.ts'
import { type IdentityApp, password, type TestUser, type Tokens } from './identity-app.ts'

const stepMs = 30_000

/** Somebody with a second factor. */
export interface Enrolled {
  readonly user: TestUser
  readonly tokens: Tokens
  readonly recoveryCodes: string[]
  /** As the app was given it, in base32. */
  readonly seed: string
  /** The code of the current step, which has not been used. */
  newCode(): string
}

export function fromBase32(text: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...text].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

export async function enrolled(service: IdentityApp): Promise<Enrolled> {
  const user = await service.newUser()
  const tokens = await service.logIn(user)
  const token = tokens.access_token
  const answer = await service.send('POST', '/v1/me/totp/enrol', { token, body: { password } })
  const seed: string = answer.json().secret
  const bytes = fromBase32(seed)
  const newCode = (): string => {
    service.clock.advance(stepMs)
    return totpCode(bytes, totpStep(service.clock.now()))
  }
  const confirmed = await service.send('POST', '/v1/me/totp/confirm', { token, body: { code: newCode() } })
  if (confirmed.statusCode !== 200) throw new Error(`Nobody was enrolled: ${confirmed.body}`)
  return { user, tokens, recoveryCodes: confirmed.json().recovery_codes, seed, newCode }
}
