import fc from 'fast-check'
import { depositFailpoints, type FailpointName } from '../../src/failpoints/failpoint.ts'

/** One thing that happens to deposits. `which` chooses among those that there are. */
export type Happening =
  | { readonly what: 'deposit'; readonly amount: number; readonly capture: 'automatic' | 'manual' }
  | { readonly what: 'pay' | 'decline' | 'charge back' | 'look'; readonly which: number }
  | { readonly what: 'refund'; readonly which: number; readonly penaltyBps: number; readonly part: number }
  | { readonly what: 'capture' | 'release'; readonly which: number }
  | { readonly what: 'work' | 'sweep' | 'reconcile' }
  | { readonly what: 'deliver again'; readonly which: number }
  | { readonly what: 'time passes'; readonly minutes: number }
  | { readonly what: 'crash'; readonly at: FailpointName }
  | { readonly what: 'reply fails'; readonly on: string; readonly fault: (typeof replyFaults)[number] }
  | { readonly what: 'webhook fails'; readonly fault: (typeof webhookFaults)[number] }

const replyFaults = [
  'lost_response',
  'server_error_after',
  'bad_request_after',
  'reset_mid_body',
  'wrong_content_type',
  'reset_before',
  'webhook_before_response',
] as const
const webhookFaults = [
  'webhook_never',
  'webhook_twice',
  'webhook_late',
  'webhook_out_of_order',
  'webhook_forged',
  'wrong_amount',
  'wrong_currency',
] as const

const which = fc.nat(3)

/** Most of what happens is ordinary: a script in which everything fails proves little. */
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('deposit' as const),
      amount: fc.integer({ min: 100, max: 500_000 }),
      capture: fc.constantFrom('automatic' as const, 'automatic' as const, 'manual' as const),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constantFrom('pay' as const, 'pay' as const, 'decline' as const, 'look' as const),
      which,
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('charge back' as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('refund' as const),
      which,
      penaltyBps: fc.constantFrom(0, 1_000),
      part: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constantFrom('capture' as const, 'release' as const), which }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constantFrom('work' as const, 'work' as const, 'sweep' as const, 'reconcile' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('deliver again' as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('time passes' as const),
      minutes: fc.constantFrom(1, 5, 16, 61, 400),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('crash' as const), at: fc.constantFrom(...depositFailpoints) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('reply fails' as const),
      on: fc.constantFrom('purchases.create', 'purchases.refund', 'purchases.capture', 'purchases.release'),
      fault: fc.constantFrom(...replyFaults),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('webhook fails' as const),
      fault: fc.constantFrom(...webhookFaults),
    }),
  },
)

/** The script of a seed: always the same one. */
export function scriptOf(seed: number): readonly Happening[] {
  const first = fc.constant<Happening>({ what: 'deposit', amount: 10_000, capture: 'automatic' })
  const script = fc.tuple(first, fc.array(happening, { minLength: 3, maxLength: 9, size: 'max' }))
  return fc.sample(script, { seed, numRuns: 1 }).flatMap(([begin, rest]) => [begin, ...rest])
}
