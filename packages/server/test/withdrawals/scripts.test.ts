import type { FaultRule } from '@evenkeel/revio/simulator'
import { samples } from '@evenkeel/test-support'
import { fc } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import { askDueWithdrawals, checkLimits, syncPayout } from '../../src/withdrawals/withdrawals.ts'
import { hourMs, minuteMs, openWithdrawals, type WithdrawalApp } from '../support/withdrawal-app.ts'

// Stories of what owners, staff, the provider and the clock may do, in any order and with any fault. Whatever the story:
// nobody is paid twice or without approval, and when all is quiet our books are those of the simulator.

const runs = samples({ quick: 300, long: 2_000 })

const faults = [
  'lost_response',
  'server_error_before',
  'server_error_after',
  'bad_request_after',
  'broken_json',
  'reset_before',
  'reset_mid_body',
  'wrong_content_type',
] as const
const endings = ['pending', 'pending_then_failure', 'failure_after_success'] as const

type Step =
  | { readonly does: 'request'; readonly amount: number }
  | { readonly does: 'decide'; readonly nth: number; readonly decision: 'approve' | 'reject' }
  | { readonly does: 'cancel' | 'send' | 'webhook'; readonly nth: number }
  | { readonly does: 'arm'; readonly rule: FaultRule }
  | { readonly does: 'pass'; readonly minutes: number }
  | { readonly does: 'skew'; readonly minutes: number }
  | { readonly does: 'check' }

const nth = fc.nat(5)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constant('request' as const), amount: fc.integer({ min: 1_000, max: 20_000 }) }),
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('decide' as const),
      nth,
      decision: fc.constantFrom(
        'approve' as const,
        'approve' as const,
        'approve' as const,
        'reject' as const,
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constantFrom('send' as const, 'send' as const, 'webhook' as const, 'cancel' as const),
      nth,
    }),
  },
  fc.record({
    does: fc.constant('arm' as const),
    rule: fc.oneof(
      fc.record({
        fault: fc.constantFrom(...faults),
        on: fc.constantFrom('payouts.create', 'payouts.execute', 'payouts.get'),
      }),
      fc.record({ fault: fc.constantFrom(...endings), on: fc.constant('payouts.execute') }),
    ),
  }),
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('pass' as const), minutes: fc.constantFrom(1, 5, 14, 21, 60) }),
  },
  fc.record({ does: fc.constant('skew' as const), minutes: fc.constantFrom(-5, -1, 1, 3) }),
  fc.record({ does: fc.constant('check' as const) }),
)

async function play(service: WithdrawalApp, steps: readonly Step[]): Promise<string[]> {
  const owner = await service.newHolder('100000')
  const ids: string[] = []
  const one = (index: number): string | undefined => ids[index % Math.max(1, ids.length)]
  // A job that fails is tried again later; here the story goes on.
  const calmly = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined)

  for (const next of steps) {
    if (next.does === 'request') {
      const answer = await service.ask(owner, String(next.amount))
      if (answer.statusCode === 202) ids.push(answer.json().id)
    } else if (next.does === 'arm') service.simulator.arm(next.rule)
    else if (next.does === 'check') await checkLimits(service.withdrawals)
    else if (next.does === 'skew')
      service.clock.set(new Date(service.clock.now().getTime() + next.minutes * minuteMs))
    else if (next.does === 'pass') {
      service.clock.advance(next.minutes * minuteMs)
      await service.simulator.advance(next.minutes * minuteMs)
      await askDueWithdrawals(service.withdrawals, 100)
    } else {
      const id = one(next.nth)
      if (id === undefined) continue
      if (next.does === 'send') await calmly(Promise.all([service.carryOn(id), service.carryOn(id)]))
      else if (next.does === 'decide') await service.decide(service.finance, id, next.decision)
      else if (next.does === 'cancel')
        await service.send(owner, 'POST', `/v1/withdrawals/${id}/cancel`, { body: {} })
      else {
        const payout = service.simulator
          .snapshot()
          .payouts.findLast(({ reference }) => reference.includes(id))
        if (payout !== undefined)
          await calmly(syncPayout(service.withdrawals, { gateway: 'revio', payoutId: payout.id }))
      }
    }
  }

  service.simulator.clearFaults()
  for (const hours of [0.5, 0.5, 1, 7, 25, 25, 25]) await service.pass(hours * hourMs)
  return ids
}

// Each chapter has books and a provider of its own, and each story leaves what it did to those after it. All in one would
// have every story verify, and ask about, everything before it: a thousand stories would take a million looks.
const perChapter = 25
const chapters = Array.from({ length: runs / perChapter }, (_, chapter) => chapter)
const { seed } = fc.readConfigureGlobal()

it.for(chapters)(
  'ends a chapter of stories with books that are those of the simulator: %i',
  {
    timeout: 600_000,
  },
  async (chapter) => {
    const service = await openWithdrawals({ EVENKEEL_WITHDRAWAL_LIMITS: 'ZAR pending=9' })

    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), async (steps) => {
        const ids = await play(service, steps)

        await service.booksEqualTheSimulators()
        for (const id of ids) {
          const { detail, decisions } = await service.seen(id)
          const paid = service.timesPaid(id)
          expect(paid, `${id} is ${detail}`).toBeLessThanOrEqual(1)
          expect(['sending', 'approved']).not.toContain(detail)
          expect(paid === 1).toBe(['completed', 'paid_late'].includes(detail))
          if (paid === 1) expect(decisions.some(({ decision }) => decision === 'approve')).toBe(true)
        }
      }),
      // One seed for all of them would tell the same stories again.
      { numRuns: perChapter, ...(seed !== undefined && { seed: seed + chapter }) },
    )
  },
)
