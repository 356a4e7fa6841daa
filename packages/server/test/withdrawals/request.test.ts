import { expect, it } from 'vitest'
import { hourMs, minuteMs, openWithdrawals } from '../support/withdrawal-app.ts'

it('holds amount and fee at once, lists the withdrawal, and shows no more of the account than four digits', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')

  const answer = await service.ask(owner, '20000')

  const { id } = answer.json()
  expect([answer.statusCode, answer.headers['location']]).toEqual([202, `/v1/withdrawals/${id}`])
  expect(answer.json()).toMatchObject({
    amount: { amount: '20000', currency: 'ZAR' },
    fee: { amount: '100' },
    status: 'pending',
    detail: 'review',
    last_four: expect.stringMatching(/^\d{4}$/),
  })
  expect(await service.wallet(owner)).toEqual(['100000', '20100', '79900'])
  const [listed] = (await service.send(owner, 'GET', '/v1/transactions?type=withdrawal')).json().data
  expect(listed).toMatchObject({
    id,
    status: 'pending',
    amount: { amount: '-20100' },
    current_after: { amount: '100000' },
    usable_after: { amount: '79900' },
  })
  expect(await service.query('SELECT client_ip FROM wallet.withdrawal WHERE id = $1', [id])).toEqual([
    { client_ip: '127.0.0.1' },
  ])
})

it('answers a repeat with the first answer, and holds once', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder()

  const answers = await Promise.all(Array.from({ length: 10 }, () => service.ask(owner, '10000', 'k')))
  const repeat = await service.ask(owner, '10000', 'k')

  expect(answers.filter(({ statusCode }) => statusCode !== 409).map(({ body }) => body)).toContain(
    repeat.body,
  )
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(
    new Set(answers.some(({ statusCode }) => statusCode === 409) ? [202, 409] : [202]),
  )
  expect((await service.wallet(owner))[1]).toBe('10100')
})

it.each([
  ['less than the smallest', '999', 'amount_out_of_limits'],
  ['more than the largest', '500001', 'amount_out_of_limits'],
  ['more than there is, fee included', '100000', 'insufficient_funds'],
])('refuses %s, and writes nothing', async (_what, amount, code) => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100099')

  const answer = await service.ask(owner, amount)

  expect([answer.statusCode, answer.json().code]).toEqual([422, code])
  expect(await service.wallet(owner)).toEqual(['100099', '0', '100099'])
  const rows = await service.query('SELECT id FROM wallet.withdrawal WHERE user_id = $1', [owner.userId])
  expect(rows).toEqual([])
})

it('refuses somebody without a bank account, with an empty wallet, and a currency without limits', async () => {
  const service = await openWithdrawals({ EVENKEEL_WITHDRAWAL_LIMITS: 'ZAR' })
  const stranger = await service.newOwner()
  const empty = await service.newHolder('0')
  const body = { amount: { amount: '1000', currency: 'MYR' } }

  const answers = [
    await service.ask(stranger, '1000'),
    await service.ask(empty, '1000'),
    await service.send(empty, 'POST', '/v1/withdrawals', { body }),
  ]

  expect(answers.map((answer) => [answer.statusCode, answer.json().code])).toEqual([
    [422, 'bank_account_missing'],
    [422, 'insufficient_funds'],
    [422, 'currency_not_offered'],
  ])
})

it('lets the time pass that the owner has to stop a thief, after another bank account and another password', async () => {
  const service = await openWithdrawals({
    EVENKEEL_BANK_ACCOUNT_COOLING_HOURS: '24',
    EVENKEEL_SECURITY_COOLING_HOURS: '24',
  })
  const owner = await service.newHolder()
  const codes: string[] = []
  const tried = async (): Promise<void> => {
    const answer = await service.ask(owner, '1000')
    codes.push(answer.statusCode === 202 ? 'taken on' : answer.json().code)
  }

  await tried()
  service.clock.advance(24 * hourMs - 1)
  await tried()
  service.clock.advance(1)
  await tried()
  await service.query(
    `INSERT INTO wallet.password (user_id, tenant_id, hash, changed_at) VALUES ($1, $2, '$argon2id$v=19$x', $3)`,
    [owner.userId, owner.tenantId, service.clock.now()],
  )
  await tried()
  service.clock.advance(24 * hourMs)
  await tried()

  expect(codes).toEqual([
    'withdrawal_cooling',
    'withdrawal_cooling',
    'taken on',
    'withdrawal_cooling',
    'taken on',
  ])
})

it('flags a first destination, an unusual amount, and a fifth request within an hour', async () => {
  const service = await openWithdrawals({
    EVENKEEL_WITHDRAWAL_LIMITS: 'ZAR pending=9 second-factor-above=5000.00',
  })
  const owner = await service.newHolder()
  const first = await service.approved(owner, '20000')
  await service.carryOn(first)
  await service.pass(minuteMs)
  service.clock.advance(2 * hourMs)

  const ids: string[] = []
  for (const amount of ['50000', '60000', '60001', '1000', '1000'])
    ids.push(await service.withdraw(owner, amount))

  const flags = await Promise.all([first, ...ids].map(async (id) => (await service.seen(id)).flags))
  expect(flags).toEqual([['new_destination'], [], [], ['unusual_amount'], [], ['velocity']])
  const alerts = await service.query('SELECT rule FROM wallet.fraud_alert WHERE user_id = $1 ORDER BY rule', [
    owner.userId,
  ])
  expect(alerts).toEqual([{ rule: 'unusual_amount' }, { rule: 'velocity' }])
  const told = await service.query(
    "SELECT count(*)::integer AS count FROM wallet.mail WHERE kind = 'withdrawal_alert' AND recipient = $1",
    [service.finance.mail],
  )
  expect(told).toEqual([{ count: 2 }])
})

it('is taken back by its owner until it is on its way, and by nobody else', async () => {
  const service = await openWithdrawals()
  const [owner, stranger] = [await service.newHolder(), await service.newHolder('0')]
  const [waiting, approved, sending] = [
    await service.withdraw(owner),
    await service.approved(owner),
    await service.approved(owner),
  ]
  await service.carryOn(sending)
  const cancel = (as: typeof owner, id: string) =>
    service.send(as, 'POST', `/v1/withdrawals/${id}/cancel`, { body: {} })

  const answers = [
    await cancel(stranger, waiting),
    await cancel(owner, waiting),
    await cancel(owner, approved),
    await cancel(owner, sending),
    await cancel(owner, waiting),
  ]
  await service.carryOn(approved)

  expect(answers.map((answer) => answer.json().code ?? answer.json().detail)).toEqual([
    'not_found',
    'cancelled',
    'cancelled',
    'withdrawal_state',
    'withdrawal_state',
  ])
  expect((await service.wallet(owner))[1]).toBe('10100')
  expect([service.timesPaid(waiting), service.timesPaid(approved)]).toEqual([0, 0])
  const mails = await service.query(
    "SELECT kind FROM wallet.mail WHERE recipient = $1 AND kind = 'withdrawal_cancelled'",
    [owner.mail],
  )
  expect(mails).toHaveLength(2)
})
