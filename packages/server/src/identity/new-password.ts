import { ProblemError } from '../plugins/problem-of.ts'
import { normalizePassword, passwordObjection } from './password-rules.ts'

/** The password as it is hashed; refuses one that is easy to guess, with the reason. */
export function acceptNewPassword(text: string, owner: { mail: string; name: string }): string {
  const normalized = normalizePassword(text)
  const objection = passwordObjection(normalized, owner)
  if (objection !== undefined) throw new ProblemError('password_refused', objection)
  return normalized
}
