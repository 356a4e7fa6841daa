import type { Flights } from './flights.ts'

export type Isolation = 'read committed' | 'serializable'

/** Nothing is sent yet: BEGIN and what goes with it leave with the first flight of the work. */
export function begin(
  flights: Flights,
  { isolation, patienceMs }: { readonly isolation: Isolation; readonly patienceMs?: number | undefined },
): void {
  flights.add(beginning[isolation])
  flights.add(setUp, [patienceMs === undefined ? null : `${patienceMs}ms`])
}

const beginning: Readonly<Record<Isolation, string>> = {
  'read committed': 'BEGIN ISOLATION LEVEL READ COMMITTED',
  serializable: 'BEGIN ISOLATION LEVEL SERIALIZABLE',
}

// All end with the transaction: a pooled connection keeps nothing of us. A statement that is prepared while its tables are
// empty may keep the plan of that day, and on one page of rows a sequential scan is the cheapest there is. Its plan is right
// for any number of rows: without the last setting small batches would be planned anew each time, which took a fifth of a lone
// journal's server time, because PostgreSQL takes an array of unknown length for one of ten.
const setUp = `
SELECT
  set_config('lock_timeout', coalesce($1::text, current_setting('lock_timeout')), true),
  set_config('enable_seqscan', 'off', true),
  set_config('plan_cache_mode', 'force_generic_plan', true)`
