import { race } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { openDeposits } from '../support/deposit-app.ts'
import { openReconciliation, type ReconciliationApp } from '../support/open-reconciliation.ts'

async function withBreak(service: ReconciliationApp): Promise<{ id: string; purchaseId: string }> {
  const owner = await service.newOwner()
  const { purchaseId } = await service.paid(owner)
  Object.assign(service.simulator.purchase(purchaseId), { reference: 'somebody-elses' })
  service.clock.advance(25 * 60 * 60_000)
  await service.reconcile()
  const listed = await service.send(service.finance, 'GET', '/v1/admin/breaks?status=open&limit=1')
  return { id: listed.json().data[0].id, purchaseId }
}

it('answers everybody who asks while a run is open with that one, and asks for one job', async () => {
  const service = await openReconciliation()

  const { values } = await race(10, () =>
    service.send(service.finance, 'POST', '/v1/admin/reconciliation/run', { body: {} }),
  )

  const jobs = await service.query(
    "SELECT count(*)::integer FROM pgboss.job WHERE data ->> 'job' = 'reconcile' AND state < 'active'",
  )
  expect(new Set(values.map(({ statusCode }) => statusCode))).toEqual(new Set([202]))
  expect(new Set(values.map((answer) => answer.json().id)).size).toBe(1)
  expect(jobs).toEqual([{ count: 1 }])
  const { run } = await service.reconcile()
  expect(values[0]?.json()).toMatchObject({ id: run, status: 'waiting', asked_by: service.finance.userId })
})

it('shows what a run came to, and the breaks that it opened', async () => {
  const service = await openReconciliation()
  const { id, purchaseId } = await withBreak(service)

  const runs = await service.send(service.finance, 'GET', '/v1/admin/reconciliation?limit=1')
  const [{ id: run }] = runs.json().data
  const shown = await service.send(service.finance, 'GET', `/v1/admin/reconciliation/${run}`)

  expect(shown.json()).toMatchObject({ id: run, status: 'done', asked_by: null, unanswered: 0 })
  expect(shown.json().comparisons).toContainEqual(
    expect.objectContaining({ gateway: 'revio', what: 'balance', state: 'agrees' }),
  )
  expect(shown.json().breaks).toMatchObject([
    {
      id,
      kind: 'purchase_differs',
      status: 'open',
      object_id: purchaseId,
      expected: { reference: 'ours' },
      found: { reference: 'not ours: somebody-elses' },
    },
  ])
})

it('has a break decided once, with a reason that the trail keeps, and does not open it again', async () => {
  const service = await openReconciliation()
  const { id, purchaseId } = await withBreak(service)
  const body = { reason: 'The provider renamed it by hand' }

  const { values } = await race(5, () =>
    service.send(service.finance, 'POST', `/v1/admin/breaks/${id}/resolve`, { body }),
  )
  service.clock.advance(25 * 60 * 60_000)
  await service.reconcile()

  expect(values.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409, 409, 409])
  expect(values.find(({ statusCode }) => statusCode === 200)?.json()).toMatchObject({
    status: 'resolved',
    resolved_by: service.finance.userId,
    resolution: body.reason,
  })
  expect(values.find(({ statusCode }) => statusCode === 409)?.json().code).toBe('break_resolved')
  expect(await service.openBreaks()).not.toContain(`purchase_differs ${purchaseId}`)
  const trail = await service.query(
    "SELECT actor FROM wallet.audit_record WHERE table_name = 'break' AND row_id = $1 AND operation = 'update'",
    [id],
  )
  expect(trail).toEqual([{ actor: `user:${service.finance.userId}` }])
})

it('opens a break anew where both sides differ otherwise than was decided', async () => {
  const service = await openReconciliation()
  const { id, purchaseId } = await withBreak(service)
  const body = { reason: 'The provider renamed it by hand' }
  await service.send(service.finance, 'POST', `/v1/admin/breaks/${id}/resolve`, { body })
  Object.assign(service.simulator.purchase(purchaseId), { reference: 'and-again' })

  await service.reconcile()

  expect(await service.openBreaks()).toContain(`purchase_differs ${purchaseId}`)
})

it('lets nobody decide about a deposit of their own', async () => {
  const service = await openReconciliation()
  const { id, purchaseId } = await withBreak(service)
  await service.query('UPDATE wallet.deposit SET user_id = $1 WHERE purchase_id = $2', [
    service.finance.userId,
    purchaseId,
  ])
  const body = { reason: 'It is all right' }

  const own = await service.send(service.finance, 'POST', `/v1/admin/breaks/${id}/resolve`, { body })

  expect([own.statusCode, own.json().code]).toEqual([403, 'not_allowed'])
  expect(await service.openBreaks()).toContain(`purchase_differs ${purchaseId}`)
})

it('shows nobody a break of another tenant, and lets nobody decide about one', async () => {
  const service = await openReconciliation()
  const { id, purchaseId } = await withBreak(service)
  const other = await openDeposits({ simulator: service.simulator, tenant: 'another' })
  const body = { reason: 'It is all right' }

  const listed = await other.send(other.finance, 'GET', '/v1/admin/breaks')
  const decided = await other.send(other.finance, 'POST', `/v1/admin/breaks/${id}/resolve`, { body })
  const run = await service.reconcile()
  const shown = await other.send(other.finance, 'GET', `/v1/admin/reconciliation/${run.run}`)

  expect(listed.json().data).toEqual([])
  expect([decided.statusCode, decided.json().code]).toEqual([404, 'not_found'])
  expect([shown.statusCode, shown.json().code]).toEqual([404, 'not_found'])
  expect(await service.openBreaks()).toContain(`purchase_differs ${purchaseId}`)
})

it('books a settlement once, after which the balances agree again', async () => {
  const service = await openReconciliation()
  const owner = await service.newOwner()
  await service.paid(owner, '50000')
  const [settled] = service.simulator.settle()
  const during = await service.reconcile()
  const body = {
    gateway: 'revio',
    reference: 'RV-2026-11-21',
    amount: { amount: String(settled?.amount), currency: 'ZAR' },
  }

  const { values } = await race(5, () =>
    service.send(service.finance, 'POST', '/v1/admin/settlements', { body }),
  )
  const after = await service.reconcile()
  const other = await service.send(service.finance, 'POST', '/v1/admin/settlements', {
    body: { ...body, amount: { amount: '1', currency: 'ZAR' } },
  })

  expect(new Set(values.map((answer) => [answer.statusCode, answer.json().journal].join(' '))).size).toBe(1)
  expect(values[0]?.statusCode).toBe(201)
  expect(other.statusCode).toBe(422)
  const balance = ({ comparisons }: typeof after): string | undefined =>
    comparisons.find(({ currency, what }) => currency === 'ZAR' && what === 'balance')?.state
  expect([balance(during), balance(after)]).toEqual(['differs', 'agrees'])
})
