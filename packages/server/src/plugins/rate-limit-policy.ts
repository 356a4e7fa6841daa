import { isStaff } from '../authorization/is-allowed.ts'
import type { Principal } from '../contract/access.ts'

/** How many requests one caller may send. */
export interface LimitPolicy {
  /** Shown in the header fields, and part of the key under which requests are counted. */
  readonly name: string
  readonly requests: number
  readonly windowMs: number
  /**
   * What happens where nothing can be counted. Guessing passwords and moving money are not let through uncounted;
   * everything else is more useful than its limit.
   */
  readonly uncounted: 'allow' | 'refuse'
}

const perMinute = (name: string, requests: number, uncounted: LimitPolicy['uncounted']): LimitPolicy => ({
  name,
  requests,
  windowMs: 60_000,
  uncounted,
})

export const limitPolicies = {
  login: perMinute('login', 5, 'refuse'),
  // What sends a mail to an address that somebody typed.
  mails: perMinute('mails', 5, 'refuse'),
  payments: perMinute('payments', 30, 'refuse'),
  search: perMinute('search', 30, 'allow'),
  anonymous: perMinute('anonymous', 30, 'allow'),
  user: perMinute('user', 100, 'allow'),
  premium: perMinute('premium', 200, 'allow'),
  // The provider sends from a few addresses; this stops a flood, not a busy day.
  webhooks: perMinute('webhooks', 1_200, 'allow'),
} as const satisfies Record<string, LimitPolicy>

/** What a route may ask for: a class, a policy of its own, or none at all, for health. */
export type RouteLimit = keyof typeof limitPolicies | LimitPolicy | 'none'

/** The policy that counts for a request; none where requests are not limited. */
export function limitFor(
  route: RouteLimit | undefined,
  principal: Principal | null,
): LimitPolicy | undefined {
  if (route === 'none') return undefined
  if (principal !== null && isStaff(principal.roles)) return undefined
  if (typeof route === 'object') return route
  if (route !== undefined) return limitPolicies[route]
  if (principal === null) return limitPolicies.anonymous
  return principal.tier === 'premium' ? limitPolicies.premium : limitPolicies.user
}
