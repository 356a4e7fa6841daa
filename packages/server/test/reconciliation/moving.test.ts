import { expect, it } from 'vitest'
import { gatewaysOf } from '../../src/gateways/gateways.ts'
import { type RunOutcome, reconcile } from '../../src/reconciliation/reconcile.ts'
import { openReconciliation, type ReconciliationApp } from '../support/open-reconciliation.ts'

/** A run in which `meanwhile` happens just before the gateway states its balances for the nth time. */
async function reconcileWhile(
  service: ReconciliationApp,
  meanwhile: (nth: number) => void,
): Promise<{ outcome: RunOutcome; stated: number }> {
  const [revio] = service.gateways.all
  if (revio === undefined) throw new Error('The service of the tests has a gateway.')
  let stated = 0
  const watched = {
    ...revio,
    balances() {
      stated += 1
      meanwhile(stated)
      return revio.balances()
    },
  }
  const parts = { ...service.reconciliation, gateways: gatewaysOf([watched]) }
  const outcome = await reconcile(parts, { signal: new AbortController().signal })
  if (outcome === undefined) throw new Error('Only a run that is stopped has no outcome.')
  return { outcome, stated }
}

const statesOf = ({ comparisons }: RunOutcome): string[] => [
  ...new Set(comparisons.filter(({ currency }) => currency === 'ZAR').map(({ state }) => state)),
]

// The gateway states its balances twice for each look: the even ones come after our books were read.

it('says that money moves where it does at every look, and makes no break of it', async () => {
  const service = await openReconciliation()
  const owner = await service.newOwner()
  const unpaid: string[] = []
  for (let index = 0; index < 4; index += 1) unpaid.push((await service.deposit(owner)).purchaseId)

  const { outcome, stated } = await reconcileWhile(service, (nth) => {
    const next = nth % 2 === 0 ? unpaid.pop() : undefined
    if (next !== undefined) service.simulator.payer.pay(next)
  })

  expect(statesOf(outcome)).toEqual(['moving'])
  expect(stated).toBe(8)
  expect(await service.openBreaks()).toEqual([])
  const shown = await service.send(service.finance, 'GET', `/v1/admin/reconciliation/${outcome.run}`)
  expect(shown.json().comparisons).toContainEqual(expect.objectContaining({ state: 'moving' }))
  expect(statesOf(await service.reconcile())).toEqual(['agrees'])
})

it('looks again where money moved only once, and agrees within the same run', async () => {
  const service = await openReconciliation()
  const owner = await service.newOwner()
  const { id, purchaseId } = await service.deposit(owner)

  const { outcome, stated } = await reconcileWhile(service, (nth) => {
    if (nth === 2) service.simulator.payer.pay(purchaseId)
  })

  expect(statesOf(outcome)).toEqual(['agrees'])
  expect(stated).toBe(4)
  expect((await service.send(owner, 'GET', `/v1/deposits/${id}`)).json().detail).toBe('completed')
  expect(await service.openBreaks()).toEqual([])
})
