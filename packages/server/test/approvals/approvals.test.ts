import { expect, it } from 'vitest'
import { openWithdrawals } from '../support/withdrawal-app.ts'

it('sends what one person has approved, or two above the limit, and not before', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder()
  const [small, large] = [await service.withdraw(owner, '250000'), await service.withdraw(owner, '250001')]

  await service.carryOn(small)
  await service.decide(service.finance, small)
  const first = await service.decide(service.finance, large)
  const again = await service.decide(service.finance, large)
  await service.carryOn(large)
  const afterOne = (await service.seen(large)).detail
  await service.decide(service.colleague, large)

  expect([first.statusCode, again.statusCode, again.json().code]).toEqual([200, 409, 'already_decided'])
  expect(afterOne).toBe('review')
  expect([(await service.seen(small)).detail, (await service.seen(large)).detail]).toEqual([
    'approved',
    'approved',
  ])
  const jobs = await service.query(
    "SELECT data -> 'payload' ->> 'withdrawal' AS id FROM pgboss.job WHERE data ->> 'job' = 'send-payout'",
  )
  expect(jobs.filter(({ id }) => id === small || id === large)).toHaveLength(2)
})

it('lets nobody decide about their own, nor about those of another tenant, nor without the permission', async () => {
  const service = await openWithdrawals()
  const stranger = await openWithdrawals()
  const owner = await service.newHolder()
  const id = await service.withdraw(owner)

  const answers = [await service.decide(owner, id), await stranger.decide(stranger.finance, id, 'approve', 1)]
  // Somebody who may decide about everybody else's.
  service.people.set(owner.userId, { ...owner, roles: ['user', 'finance'] })
  answers.push(await service.decide(owner, id), await service.decide(owner, id, 'reject'))

  expect(answers.map((answer) => [answer.statusCode, answer.json().code])).toEqual([
    [403, 'not_allowed'],
    [404, 'not_found'],
    [403, 'not_allowed'],
    [403, 'not_allowed'],
  ])
  expect(answers[2]?.json().detail).toContain('of their own')
  expect((await service.seen(id)).decisions).toEqual([])
})

it('refuses a decision about another version than the one that was seen, or about none', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder()
  const id = await service.withdraw(owner, '300000')
  const seen = (await service.send(service.finance, 'GET', `/v1/admin/withdrawals/${id}`)).headers['etag']
  const approve = (as: typeof owner, headers: Record<string, string>) =>
    service.send(as, 'POST', `/v1/admin/withdrawals/${id}/approve`, { body: {}, headers })

  const answers = [
    await approve(service.finance, {}),
    await approve(service.finance, { 'if-match': '"99"' }),
    await approve(service.finance, { 'if-match': 'W/"1"' }),
    await approve(service.finance, { 'if-match': String(seen) }),
    await approve(service.colleague, { 'if-match': String(seen) }),
  ]

  expect(answers.map(({ statusCode }) => statusCode)).toEqual([428, 412, 412, 200, 412])
})

it('remembers who decided when, about which version, and what they saw', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder()
  const id = await service.withdraw(owner)
  const before = await service.seen(id)

  await service.decide(service.finance, id)

  const [decision] = await service.query(
    'SELECT decided_by, version, seen FROM wallet.withdrawal_decision WHERE withdrawal_id = $1',
    [id],
  )
  expect(decision).toEqual({ decided_by: service.finance.userId, version: before.version, seen: before })
  expect((await service.seen(id)).decisions).toMatchObject([
    {
      decision: 'approve',
      decided_by: service.finance.userId,
      decided_at: service.clock.now().toISOString(),
    },
  ])
})

it('frees everything when it is rejected, and tells the owner why', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')
  const id = await service.withdraw(owner)

  await service.decide(service.finance, id, 'reject')
  const late = await service.decide(service.colleague, id)

  expect([late.statusCode, late.json().code]).toEqual([409, 'withdrawal_state'])
  expect(await service.wallet(owner)).toEqual(['100000', '0', '100000'])
  const reason = 'The holder is not the owner.'
  expect((await service.send(owner, 'GET', `/v1/withdrawals/${id}`)).json()).toMatchObject({
    status: 'failed',
    detail: 'rejected',
    reason,
  })
  const mails = await service.query(
    "SELECT facts ->> 'reason' AS reason FROM wallet.mail WHERE recipient = $1 AND kind = 'withdrawal_rejected'",
    [owner.mail],
  )
  expect(mails).toEqual([{ reason }])
})

it('decides about many, each by itself, and the same again when it is repeated', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder()
  const ids = [await service.withdraw(owner), await service.withdraw(owner), await service.withdraw(owner)]
  const versions = await Promise.all(ids.map(async (id) => (await service.seen(id)).version))
  const items = ids.map((id, index) => ({ id, version: index === 1 ? 99 : versions[index] }))
  const nobodys = { id: crypto.randomUUID(), version: 1 }
  const body = { decision: 'approve', items: [...items, nobodys] }
  const ask = () => service.send(service.finance, 'POST', '/v1/admin/withdrawals/bulk', { body, key: 'bulk' })

  const answer = await ask()
  const repeat = await ask()
  const anew = await service.send(service.finance, 'POST', '/v1/admin/withdrawals/bulk', { body })

  const results = (from: typeof answer): unknown[] =>
    from.json().data.map((one: { problem: { code: string } | null }) => one.problem?.code ?? 'decided')
  expect(results(answer)).toEqual(['decided', 'version_stale', 'decided', 'not_found'])
  expect(repeat.body).toBe(answer.body)
  expect(results(anew)).toEqual(results(answer))
  const jobs = await service.query(
    "SELECT 1 FROM pgboss.job WHERE data ->> 'job' = 'send-payout' AND data -> 'payload' ->> 'withdrawal' = ANY ($1)",
    [ids],
  )
  expect(jobs).toHaveLength(2)
})

it('counts two people of many who approve and reject at once: one end, and one release or one payout', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder('100000')
  const id = await service.withdraw(owner)
  const { version } = await service.seen(id)
  const people = await Promise.all(Array.from({ length: 8 }, () => service.newPerson(['finance'])))

  const answers = await Promise.all(
    people.map((person, index) =>
      service.decide(person, id, index % 2 === 0 ? 'approve' : 'reject', version),
    ),
  )

  expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
  const { detail } = await service.seen(id)
  expect((await service.wallet(owner))[1]).toBe(detail === 'approved' ? '10100' : '0')
})

it('finds what waits by status, time, and the beginnings of words of name, mail and holder', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder()
  const other = await service.newHolder()
  const [approved, waiting] = [await service.approved(owner), await service.withdraw(owner)]
  const others = await service.withdraw(other)
  const find = async (query: string): Promise<string[]> => {
    const answer = await service.send(service.finance, 'GET', `/v1/admin/withdrawals?${query}`)
    return answer.json().data.map(({ id }: { id: string }) => id)
  }
  const now = encodeURIComponent(new Date(service.clock.now().getTime() + 1).toISOString())

  expect(await find('')).toEqual([others, waiting, approved])
  expect(await find('status=approved')).toEqual([approved])
  expect(await find(`from=${now}`)).toEqual([])
  expect(await find(`to=${now}&search=nko`)).toEqual([others, waiting, approved])
  expect(await find(`search=${owner.mail.slice(0, 20)}`)).toEqual([waiting, approved])
  expect(await find('search=%25%26%7C%21%28%3A%2A%27')).toEqual([])
  expect(await find('search=nosuchperson')).toEqual([])
})

it('is sent by nobody without its approvals, not even by a person with psql', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder()
  const id = await service.withdraw(owner)
  const sneak = (sql: string) => service.query(sql, [id])

  await expect(
    sneak("UPDATE wallet.withdrawal SET status = 'approved', ask_at = now() WHERE id = $1"),
  ).rejects.toMatchObject({ constraint: 'withdrawal_approved' })
  await expect(
    sneak(`
      INSERT INTO wallet.withdrawal_decision
        (tenant_id, withdrawal_id, owner_id, round, decision, decided_by, decided_at, version, seen)
      SELECT tenant_id, id, user_id, round, 'approve', user_id, now(), version, '{}'
      FROM wallet.withdrawal WHERE id = $1`),
  ).rejects.toMatchObject({ constraint: 'withdrawal_decision_own' })
})
