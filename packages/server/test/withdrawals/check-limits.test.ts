import { expect, it } from 'vitest'
import { checkLimits } from '../../src/withdrawals/withdrawals.ts'
import { openWithdrawals } from '../support/withdrawal-app.ts'

const limits = { EVENKEEL_WITHDRAWAL_LIMITS: 'ZAR daily=500.00 pending=9' }

it('flags what is not on its way once a day asks for too much, tells staff once, and voids earlier approvals', async () => {
  const service = await openWithdrawals(limits)
  const owner = await service.newHolder()
  const cancelled = await service.withdraw(owner, '40000')
  await service.send(owner, 'POST', `/v1/withdrawals/${cancelled}/cancel`, { body: {} })
  const [approved, waiting] = [await service.approved(owner, '10000'), await service.withdraw(owner, '10000')]

  await checkLimits(service.withdrawals)
  await checkLimits(service.withdrawals)
  await service.carryOn(approved)

  expect(await service.seen(approved)).toMatchObject({ detail: 'review', round: 2 })
  expect((await service.seen(waiting)).flags).toContain('daily_total')
  expect((await service.seen(cancelled)).flags).not.toContain('daily_total')
  const alerts = await service.query('SELECT rule FROM wallet.fraud_alert WHERE user_id = $1', [owner.userId])
  expect(alerts).toEqual([{ rule: 'daily_total' }])
  const told = await service.query(
    "SELECT 1 FROM wallet.mail WHERE recipient = $1 AND kind = 'withdrawal_alert'",
    [service.finance.mail],
  )
  expect(told).toHaveLength(1)

  await service.decide(service.finance, approved)
  await service.carryOn(approved)
  expect((await service.seen(approved)).detail).toBe('sending')
})

it('counts no approval that was given before a flag, where two are needed', async () => {
  const service = await openWithdrawals({
    EVENKEEL_WITHDRAWAL_LIMITS: 'ZAR daily=6000.00 second-factor-above=5000.00',
  })
  const owner = await service.newHolder()
  const cancelled = await service.withdraw(owner, '400000')
  await service.send(owner, 'POST', `/v1/withdrawals/${cancelled}/cancel`, { body: {} })
  const id = await service.withdraw(owner, '300000')
  await service.decide(service.finance, id)

  await checkLimits(service.withdrawals)
  const second = await service.decide(service.colleague, id)
  const afterOne = (await service.seen(id)).detail
  await service.decide(service.finance, id)

  expect([second.statusCode, afterOne]).toEqual([200, 'review'])
  expect((await service.seen(id)).detail).toBe('approved')
})

it('leaves a quiet day alone', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder()
  const id = await service.withdraw(owner, '10000')

  await checkLimits(service.withdrawals)

  expect(await service.seen(id)).toMatchObject({ round: 1, flags: ['new_destination'] })
  expect(await service.query('SELECT 1 FROM wallet.fraud_alert WHERE user_id = $1', [owner.userId])).toEqual(
    [],
  )
})
