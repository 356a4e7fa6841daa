/** What is known of a login. */
export interface SessionFacts {
  readonly revokedAt: Date | null
  readonly endsAt: Date
  readonly userStatus: 'active' | 'disabled'
}

/** A login is live until it is ended, its time is over, or its user is disabled. */
export function sessionState(session: SessionFacts, now: Date): 'live' | 'ended' | 'disabled' {
  if (session.userStatus === 'disabled') return 'disabled'
  return session.revokedAt === null && now < session.endsAt ? 'live' : 'ended'
}
