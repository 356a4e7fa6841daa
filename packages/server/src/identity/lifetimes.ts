import type { Config } from '../config/config-schema.ts'

/** How long things of identity last, in milliseconds. */
export interface Lifetimes {
  readonly accessTokenMs: number
  /** How long a login lasts that is not refreshed. */
  readonly refreshTokenMs: number
  /** How long a login lasts at most. */
  readonly loginMs: number
  /** How long a client whose reply was lost may ask for the same refresh token again. */
  readonly lostReplyMs: number
  readonly mailTokenMs: number
  readonly stepUpMs: number
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

export function lifetimesOf({
  accessTokenMinutes,
  refreshTokenDays,
  loginDays,
}: Pick<Config, 'accessTokenMinutes' | 'refreshTokenDays' | 'loginDays'>): Lifetimes {
  return {
    accessTokenMs: accessTokenMinutes * minuteMs,
    refreshTokenMs: refreshTokenDays * dayMs,
    loginMs: loginDays * dayMs,
    lostReplyMs: 10_000,
    mailTokenMs: 15 * minuteMs,
    stepUpMs: 5 * minuteMs,
  }
}

export function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms)
}
