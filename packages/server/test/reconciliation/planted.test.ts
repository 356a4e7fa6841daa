import { createRevioClient } from '@evenkeel/revio'
import type { Simulator, WirePurchase } from '@evenkeel/revio/simulator'
import { expect, it } from 'vitest'
import { openReconciliation } from '../support/open-reconciliation.ts'

/** What may differ in a purchase behind our back, and the kind of break that it is. */
const differences: readonly (readonly [kind: string, plant: (wire: WirePurchase) => object])[] = [
  ['purchase_differs', ({ purchase }) => ({ purchase: { ...purchase, total: purchase.total + 1 } })],
  ['purchase_differs', ({ purchase }) => ({ purchase: { ...purchase, currency: 'USD' } })],
  ['purchase_differs', () => ({ brand_id: '00000000-0000-4000-8000-000000000000' })],
  ['purchase_differs', () => ({ reference: 'deposit-of-somebody-else' })],
  ['purchase_differs', ({ payment }) => ({ payment: { ...payment, amount: 9_999 } })],
  ['purchase_differs', ({ payment }) => ({ payment: { ...payment, fee_amount: 0 } })],
  ['purchase_differs', () => ({ payment: null })],
  ['returned_differs', ({ refundable_amount }) => ({ refundable_amount: refundable_amount - 1 })],
  ['credited_unpaid', () => ({ status: 'expired' })],
  // Of the other mode, it is not to be found with our key.
  ['purchase_missing', () => ({ is_test: false })],
]

it('finds 200 differences that were planted, invents none, and puts none right', async () => {
  const service = await openReconciliation()
  const owner = await service.newOwner()
  const paid: string[] = []
  for (let index = 0; index < 220; index += 1) paid.push((await service.paid(owner, '10000')).purchaseId)
  const planted = paid.slice(0, 198).flatMap((purchaseId, index) =>
    differences.slice(index % differences.length, (index % differences.length) + 1).map(([kind, plant]) => {
      const wire = service.simulator.purchase(purchaseId)
      Object.assign(wire, plant(wire))
      return `${kind} ${purchaseId}`
    }),
  )
  // Money that the provider has for us and we know nothing of: a purchase that was never ours, and its fee.
  await payForSomethingElse(service.simulator)
  const books = (): Promise<unknown> =>
    service.query('SELECT count(*) AS journals, sum(amount) AS moved FROM ledger.entry')
  const before = await books()
  service.clock.advance(25 * 60 * 60_000)

  await service.reconcile()
  const found = await service.openBreaks()
  await service.reconcile()

  expect(found).toEqual([...planted, 'balance_differs balance:ZAR', 'fees_differ fees:ZAR'].sort())
  expect(await service.openBreaks()).toEqual(found)
  expect(await books()).toEqual(before)
}, 120_000)

async function payForSomethingElse({ client, payer }: Simulator): Promise<void> {
  const made = await createRevioClient(client).purchases.create({
    reference: 'not-a-deposit',
    payer: { email: 'somebody@example.com' },
    products: [{ name: 'Something else', price: { amount: 5_000n, currency: 'ZAR' } }],
  })
  if (made.outcome !== 'done') throw made.error
  payer.pay(made.value.id)
}
