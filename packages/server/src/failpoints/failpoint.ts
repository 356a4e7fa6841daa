/**
 * Places where a process may die with the most to lose: between a commit and what follows it, between what a gateway
 * did and our writing it down. Tests end the process there, or fail there, and show that nothing is lost and nothing
 * done twice.
 */
export const failpointNames = [
  'deposit-begun',
  'attempt-counted',
  'purchase-made',
  'purchase-kept',
  'purchase-read',
  'deposit-posted',
  'deposit-synced',
  'refund-taken',
  'refund-sent',
  'webhook-kept',
  'job-taken',
  'job-handled',
  'run-compared',
] as const

export type FailpointName = (typeof failpointNames)[number]

type Strike = (name: FailpointName) => void | Promise<void>

let strike: Strike | undefined

/** Does nothing, unless a test has armed it: no setting and no request can. */
export async function failpoint(name: FailpointName): Promise<void> {
  if (strike !== undefined) await strike(name)
}

/** For tests alone, which import it from this file: what is to happen at every failpoint from now on. */
export function armFailpoints(wanted: Strike | undefined): void {
  strike = wanted
}
