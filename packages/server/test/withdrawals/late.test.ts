import { waitFor } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { syncPayout } from '../../src/withdrawals/withdrawals.ts'
import { executeAgain } from '../support/execute-again.ts'
import {
  minuteMs,
  openWithdrawals,
  openWithdrawalsWithWebhooks,
  type WithdrawalApp,
} from '../support/withdrawal-app.ts'

/** Creates a payout beside us, as somebody does on the provider's own pages. */
async function createBeside(service: WithdrawalApp, reference: string): Promise<string> {
  const { baseUrl, secretKey, brandId } = service.simulator.client
  const made = await fetch(`${baseUrl}payouts/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      brand_id: brandId,
      reference,
      client: { email: 'somebody@example.com' },
      payment: { amount: 20_000, currency: 'ZAR' },
    }),
  })
  return z.object({ id: z.string() }).parse(await made.json()).id
}

it('waits out a no that becomes a yes in time: paid once, and nothing was freed', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')
  const id = await service.approved(owner, '20000')
  service.simulator.arm({ fault: 'pending_then_failure', on: 'payouts.execute' })

  await service.carryOn(id)
  await service.pass(minuteMs)
  await executeAgain(service, await service.payoutOf(id))
  // The next time that the clock asks.
  await service.pass(5 * minuteMs)

  expect((await service.seen(id)).detail).toBe('completed')
  expect(await service.wallet(owner)).toEqual(['79900', '0', '79900'])
  await service.booksEqualTheSimulators()
})

it('honours a yes that comes after the money was freed: the owner owes it, and staff are told', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')
  const id = await service.approved(owner, '20000')
  service.simulator.arm({ fault: 'pending_then_failure', on: 'payouts.execute' })
  await service.carryOn(id)
  await service.simulator.advance(minuteMs)
  // Our clock is ahead of the provider's, for which the fifteen minutes are not over.
  service.clock.advance(25 * minuteMs)
  await service.carryOn(id)
  const failed = (await service.seen(id)).detail

  const payoutId = await service.payoutOf(id)
  await executeAgain(service, payoutId)
  await service.simulator.advance(minuteMs)
  const outcomes = [
    await syncPayout(service.withdrawals, { gateway: 'revio', payoutId }),
    await syncPayout(service.withdrawals, { gateway: 'revio', payoutId }),
  ]

  expect(failed).toBe('failed')
  expect(outcomes).toEqual(['changed', 'unchanged'])
  expect((await service.seen(id)).detail).toBe('paid_late')
  expect(await service.wallet(owner)).toEqual(['100000', '0', '100000'])
  const [owed] = await service.query('SELECT posted::text AS posted FROM ledger.account WHERE code = $1', [
    `receivable:${owner.userId}:ZAR`,
  ])
  expect(owed).toEqual({ posted: '20000' })
  const told = await service.query(
    "SELECT 1 FROM wallet.mail WHERE recipient = $1 AND kind = 'withdrawal_alert'",
    [service.finance.mail],
  )
  expect(told).toHaveLength(1)
  await service.booksEqualTheSimulators()
})

it.each([
  ['twice', 'webhook_twice'],
  ['out of order', 'webhook_out_of_order'],
  ['never', 'webhook_never'],
] as const)('completes by webhooks that come %s, or by asking', async (_how, fault) => {
  const service = await openWithdrawalsWithWebhooks()
  const owner = await service.newHolder('100000')
  for (const on of ['payout.pending', 'payout.success']) service.simulator.arm({ fault, on })
  const id = await service.approved(owner, '20000')

  await waitFor(async () => (await service.seen(id)).detail === 'sending', { what: 'the payout to be sent' })
  await waitFor(
    async () => {
      await service.simulator.advance(minuteMs)
      service.clock.advance(minuteMs)
      if (fault === 'webhook_never') await service.pass(minuteMs)
      return (await service.seen(id)).detail === 'completed'
    },
    { what: 'the payout to be known', within: 30_000 },
  )

  expect(service.timesPaid(id)).toBe(1)
  expect(await service.wallet(owner)).toEqual(['79900', '0', '79900'])
  await service.booksEqualTheSimulators()
})

it('leaves a payout alone that is none of ours', async () => {
  const service = await openWithdrawals()
  const payoutId = await createBeside(service, 'somebody else')

  const outcome = await syncPayout(service.withdrawals, { gateway: 'revio', payoutId })

  expect(outcome).toBe('unknown_payout')
})

it('does not take another payout under our reference for the one that was executed', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')
  const id = await service.approved(owner, '20000')
  service.simulator.arm({ fault: 'pending', on: 'payouts.execute', delayMs: 24 * 60 * minuteMs })
  await service.carryOn(id)
  const executed = await service.payoutOf(id)
  const other = await createBeside(service, service.simulator.payout(executed).reference)
  service.clock.advance(25 * minuteMs)

  const unmoved = await syncPayout(service.withdrawals, { gateway: 'revio', payoutId: other })
  await service.carryOn(id)
  const between = (await service.seen(id)).detail
  await executeAgain(service, other)
  await service.simulator.advance(minuteMs)
  await syncPayout(service.withdrawals, { gateway: 'revio', payoutId: other })
  await service.pass(25 * 60 * minuteMs)

  // Nobody executes a second one, and the money that somebody else sent is for staff to explain.
  expect([unmoved, between]).toEqual(['unchanged', 'sending'])
  expect(await service.query('SELECT 1 FROM wallet.payout WHERE withdrawal_id = $1', [id])).toHaveLength(1)
  const breaks = await service.query('SELECT kind, object_id FROM wallet.break WHERE withdrawal_id = $1', [
    id,
  ])
  expect(breaks).toEqual([{ kind: 'paid_unasked', object_id: other }])
  expect((await service.seen(id)).detail).toBe('completed')
  expect(await service.wallet(owner)).toEqual(['79900', '0', '79900'])
})
