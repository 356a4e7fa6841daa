import { samples } from '@evenkeel/test-support'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openReconciliation } from '../support/open-reconciliation.ts'

/** What an honest provider, its payers and our staff may do with one deposit. */
const story = fc.record({
  amount: fc.integer({ min: 100, max: 1_000_000 }).map(String),
  capture: fc.constantFrom('automatic', 'manual'),
  end: fc.constantFrom(
    'unpaid',
    'declined',
    'paid',
    'refunded',
    'part refunded',
    'charged back',
    'seen too late',
  ),
  /** Whether somebody looks at it before the next comparison does. */
  webhook: fc.boolean(),
})

it('invents no difference, whatever happened honestly, and heals every webhook that was missed', async () => {
  const service = await openReconciliation()
  const owner = await service.newOwner()
  const { payer } = service.simulator
  const look = (id: string): Promise<unknown> =>
    service.send(service.finance, 'POST', `/v1/admin/deposits/${id}/refund`, {
      body: { reason: 'Staff look at it', penalty_bps: 100 },
    })

  await fc.assert(
    fc.asyncProperty(fc.array(story, { minLength: 1, maxLength: 4 }), async (stories) => {
      for (const { amount, capture, end, webhook } of stories) {
        const { id, purchaseId } = await service.deposit(owner, amount, { capture })
        if (end === 'unpaid') continue
        if (end === 'declined') {
          payer.decline(purchaseId)
          continue
        }
        payer.pay(purchaseId)
        if (capture === 'manual') {
          await service.reconcile()
          await service.send(service.finance, 'POST', `/v1/admin/deposits/${id}/capture`, { body: {} })
        }
        if (webhook) await service.reconcile()
        if (end === 'refunded' || end === 'part refunded') await look(id)
        if (end === 'charged back') payer.chargeBack(purchaseId)
      }

      const { comparisons, tally } = await service.reconcile()

      expect(comparisons.map(({ state }) => state)).not.toContain('differs')
      expect(tally.unanswered).toBe(0)
      expect(await service.openBreaks()).toEqual([])
      await service.booksEqualTheSimulators()
    }),
    { numRuns: samples({ quick: 25, long: 500 }) },
  )
}, 120_000)
