import { type SessionFacts, sessionState } from './session-state.ts'

/** What is known of a refresh token that could not simply be used. */
export interface RefreshFacts extends SessionFacts {
  readonly usedAt: Date | null
  /** Whether the token that followed it has been used, or is gone. */
  readonly isChildUsed: boolean
}

/**
 * What the second coming of a refresh token means.
 *
 * | answer | because |
 * | --- | --- |
 * | ended | its login is over, or its own time is |
 * | disabled | its user is |
 * | repeat | it was used a moment ago and what it was exchanged for has not been used: the reply was lost, or two tabs asked at once. They get the same again |
 * | reuse | somebody else has it. Which of the two is the thief cannot be known, so neither goes on |
 *
 * Within those seconds a thief and the owner get the same token. Whichever of them uses it second, later, is the reuse
 * that ends the login.
 */
export function refreshState(
  token: RefreshFacts,
  { now, lostReplyMs }: { now: Date; lostReplyMs: number },
): 'ended' | 'disabled' | 'repeat' | 'reuse' {
  const state = sessionState(token, now)
  if (state !== 'live') return state
  if (token.usedAt === null) return 'ended'
  const isFresh = now.getTime() - token.usedAt.getTime() <= lostReplyMs
  return isFresh && !token.isChildUsed ? 'repeat' : 'reuse'
}
