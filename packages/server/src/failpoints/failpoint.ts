/**
 * Places where a process may die with the most to lose: between a commit and what follows it, between what a gateway
 * did and our writing it down. Tests end the process there, or fail there, and show that nothing is lost and nothing
 * done twice.
 */
export const depositFailpoints = [
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

/** The same for money out. `webhook-kept`, `job-taken` and `job-handled` are on its way too. */
export const withdrawalFailpoints = [
  'amount-held',
  'withdrawal-kept',
  'decision-written',
  'decision-kept',
  'amount-freed',
  'withdrawal-cancelled',
  'payout-taken',
  'payout-begun',
  'payout-created',
  'payout-given-up',
  'payout-kept',
  'execution-claimed',
  'payout-executed',
  'payout-read',
  'payout-acted-on',
  'payout-synced',
  'withdrawal-flagged',
  'suspicion-handled',
] as const

export type FailpointName = (typeof depositFailpoints | typeof withdrawalFailpoints)[number]

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
