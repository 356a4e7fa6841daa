import { useDatabase } from '@evenkeel/test-support'
import { expect, it, onTestFinished } from 'vitest'
import { buildApp } from '../../src/app.ts'
import type { Principal } from '../../src/contract/access.ts'
import { createDependencies } from '../../src/dependencies.ts'
import type { App } from '../../src/plugins/instance.ts'
import { walletSchema } from '../support/wallet-schema.ts'
import { hourMs, openWithdrawals, type WithdrawalApp } from '../support/withdrawal-app.ts'

// A hundred requests at the edge of a limit, on two servers of one database. What counts is exact: as many are taken on
// as fit, none more and none fewer.

const requests = 100

/** A second server beside the first, with pools and plugins of its own. */
async function secondServer(service: WithdrawalApp): Promise<App> {
  await useDatabase(walletSchema)
  const created = createDependencies(service.config, service.logger, { clock: service.clock })
  const app = await buildApp({ ...created, identify: service.identify })
  onTestFinished(async () => {
    await app.close()
    await created.close()
  })
  return app
}

async function askAtOnce(
  servers: readonly App[],
  owner: Principal,
  amount: string,
): Promise<Map<string, number>> {
  const answers = await Promise.all(
    Array.from({ length: requests }, (_, index) =>
      servers[index % servers.length]?.inject({
        method: 'POST',
        url: '/v1/withdrawals',
        headers: { 'x-person': owner.userId, 'idempotency-key': `k${index}-${crypto.randomUUID()}` },
        payload: { amount: { amount, currency: 'ZAR' } },
      }),
    ),
  )
  const counts = new Map<string, number>()
  for (const answer of answers) {
    const outcome = answer?.statusCode === 202 ? 'taken on' : String(answer?.json().code)
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  }
  return counts
}

it('takes on as many as may be open', async () => {
  const service = await openWithdrawals()
  const servers = [service.app, await secondServer(service)]
  const owner = await service.newHolder()

  const outcomes = await askAtOnce(servers, owner, '1000')

  expect(Object.fromEntries(outcomes)).toEqual({ 'taken on': 3, too_many_pending: 97 })
  expect((await service.wallet(owner))[1]).toBe('3300')
})

it('takes on as much as the limit of 24 hours leaves, on both sides of midnight', async () => {
  const service = await openWithdrawals({ EVENKEEL_WITHDRAWAL_LIMITS: 'ZAR pending=999 daily=1000.00' })
  const servers = [service.app, await secondServer(service)]
  const owner = await service.newHolder()
  const midnight = new Date(Math.ceil((service.clock.now().getTime() + 1) / (24 * hourMs)) * 24 * hourMs)
  const at = (ms: number): void => service.clock.set(new Date(midnight.getTime() + ms))

  at(-1)
  await service.withdraw(owner, '40000')
  at(0)
  const after = await askAtOnce(servers, owner, '10000')
  at(24 * hourMs - 2)
  const stillFull = await askAtOnce(servers, owner, '10000')
  at(24 * hourMs - 1)
  const freed = await askAtOnce(servers, owner, '10000')

  expect(Object.fromEntries(after)).toEqual({ 'taken on': 6, daily_limit_exceeded: 94 })
  expect(Object.fromEntries(stillFull)).toEqual({ daily_limit_exceeded: 100 })
  expect(Object.fromEntries(freed)).toEqual({ 'taken on': 4, daily_limit_exceeded: 96 })
})

it('gives back what was cancelled, and does not forget when a clock goes back', async () => {
  const service = await openWithdrawals({ EVENKEEL_WITHDRAWAL_LIMITS: 'ZAR daily=1000.00' })
  const owner = await service.newHolder()
  const id = await service.withdraw(owner, '60000')

  const full = (await service.ask(owner, '60000')).json().code
  service.clock.set(new Date(service.clock.now().getTime() - 25 * hourMs))
  const before = (await service.ask(owner, '60000')).json().code
  await service.send(owner, 'POST', `/v1/withdrawals/${id}/cancel`, { body: {} })
  const { statusCode } = await service.ask(owner, '60000')

  expect([full, before, statusCode]).toEqual(['daily_limit_exceeded', 'daily_limit_exceeded', 202])
})

it('holds as much as is in the wallet, fee included, and never more', async () => {
  const service = await openWithdrawals({ EVENKEEL_WITHDRAWAL_LIMITS: 'ZAR pending=999' })
  const servers = [service.app, await secondServer(service)]
  const owner = await service.newHolder('11099')

  const outcomes = await askAtOnce(servers, owner, '1000')

  expect(Object.fromEntries(outcomes)).toEqual({ 'taken on': 10, insufficient_funds: 90 })
  expect(await service.wallet(owner)).toEqual(['11099', '11000', '99'])
})
