import { expect, it } from 'vitest'
import { type Plan, planOf } from '../support/statement-plan.ts'
import { watchStatements } from '../support/watch-statements.ts'
import { openWithdrawals, type WithdrawalApp } from '../support/withdrawal-app.ts'

// The queue over sixty thousand withdrawals: a neighbour has most of them, nearly all have ended, and half of the
// holders are called the same. What is explained is what the route sends, with its values.

const dayMs = 24 * 3_600_000

/** One a minute, ending now. Of our own, one of forty; a few of them wait, all of them old. */
async function fill(service: WithdrawalApp): Promise<void> {
  const { tenantId } = service.finance
  const client = await service.pool.connect()
  try {
    // The rows stand for years of life, which triggers would look at one by one.
    await client.query('SET session_replication_role = replica')
    await client.query(
      `
      WITH neighbour AS (
        INSERT INTO wallet.tenant (code, name)
        VALUES ('neighbour', 'neighbour')
        RETURNING id
      )
      INSERT INTO wallet.user (tenant_id, mail, name)
      SELECT CASE WHEN number % 41 = 0 THEN $1::integer ELSE neighbour.id END,
             format('owner%s@queue.example', number),
             CASE WHEN number % 2 = 0 THEN 'Thandi Nkosi' ELSE format('Owner No%s', number) END
      FROM   neighbour, generate_series(1, 3000) AS number
      `,
      [tenantId],
    )
    await client.query(
      `
      WITH owner AS (
        SELECT id, tenant_id, name, row_number() OVER (ORDER BY mail) AS nth
        FROM   wallet.user
        WHERE  mail LIKE '%@queue.example'
      )
      INSERT INTO wallet.withdrawal (
        tenant_id, user_id, currency, amount, fee, status, flags, approvals_needed, hold_id, gateway, bank_name,
        holder, last_four, sealed_destination, destination_mark, search, client_ip, created_at, ended_at, reason
      )
      SELECT owner.tenant_id, owner.id, 'ZAR', 10000, 100, waits.status, '{}', 1, gen_random_uuid(), 'revio',
             'Harbour Bank', owner.name, '1234', repeat('x', 60)::bytea, repeat('x', 32)::bytea,
             array_to_tsvector(regexp_split_to_array(lower(owner.name), ' ')), '127.0.0.1', asked.at,
             CASE WHEN waits.status = 'rejected' THEN asked.at END,
             CASE WHEN waits.status = 'rejected' THEN 'No.' END
      FROM   generate_series(1, 60000) AS number
      JOIN   owner ON owner.nth = 1 + number % 3000
      CROSS  JOIN LATERAL (SELECT $1::timestamptz - make_interval(mins => 60000 - number) AS at) AS asked
      CROSS  JOIN LATERAL (
        SELECT CASE WHEN number < 9000 AND number % 5 = 0 THEN 'requested' ELSE 'rejected' END AS status
      ) AS waits
      ORDER  BY number
      `,
      [service.clock.now()],
    )
    await client.query('VACUUM ANALYZE wallet.withdrawal, wallet.user')
  } finally {
    client.release(true)
  }
}

const ago = (now: Date, days: number): string =>
  encodeURIComponent(new Date(now.getTime() - days * dayMs).toISOString())

it('reads any page of the queue along an index, and no more rows than it shows, in five statements at most', async () => {
  const service = await openWithdrawals()
  await fill(service)
  const statements = watchStatements(service.database.pool)
  const now = service.clock.now()
  const month = `from=${ago(now, 33)}&to=${ago(now, 30)}`

  async function look(
    query: string,
  ): Promise<{ found: number; sent: number; next: string | null; plan: Plan }> {
    const from = statements.length
    const answer = await service.send(service.finance, 'GET', `/v1/admin/withdrawals?${query}`)
    const sent = statements.slice(from)
    const page = sent.find(({ text }) => /FROM\s+wallet\.withdrawal\s/.test(text))
    if (page === undefined) throw new Error(`No page was read: ${answer.body}`)
    const plan = await planOf(service.pool, page, 'withdrawal')
    return { found: answer.json().data.length, sent: sent.length, next: answer.json().page.next, plan }
  }

  const cases: readonly (readonly [query: string, index: string, found: number, looked: number])[] = [
    ['', 'withdrawal_tenant_idx', 50, 51],
    [`from=${ago(now, 3)}`, 'withdrawal_tenant_idx', 50, 51],
    [`to=${ago(now, 30)}`, 'withdrawal_tenant_idx', 50, 51],
    [month, 'withdrawal_tenant_idx', 50, 51],
    ['status=requested', 'withdrawal_queue_idx', 48, 48],
    [`status=rejected&to=${ago(now, 40)}`, 'withdrawal_queue_idx', 47, 47],
    [`status=requested&${month}`, 'withdrawal_queue_idx', 0, 0],
    // Every second one is called so, and these are looked at from the newest.
    ['search=nkosi', 'withdrawal_tenant_idx', 50, 200],
    [`search=nkosi&${month}`, 'withdrawal_tenant_idx', 50, 200],
    ['search=nkosi&status=requested', 'withdrawal_queue_idx', 21, 48],
    ['search=no123', 'withdrawal_search_idx', 20, 20],
    ['search=nobody', 'withdrawal_search_idx', 0, 0],
  ]
  for (const [query, index, found, looked] of cases) {
    const first = await look(query)
    expect([query, first.found], JSON.stringify(first.plan)).toEqual([query, found])
    const pages = [first]
    // Of some days, a planner may as well read all there is along the index of time, and sort it.
    if (first.next !== null && !query.includes('from='))
      pages.push(await look(`${query}&cursor=${first.next}`))
    for (const { sent, plan } of pages) {
      const told = `${query}: ${JSON.stringify(plan)}`
      expect(plan.indexes.join(), told).toContain(index)
      expect(plan.nodes, told).not.toContain('Seq Scan on withdrawal')
      // On the next page, two more find the place where it begins.
      expect(plan.looked, told).toBeLessThanOrEqual(looked + 2)
      expect(sent, told).toBeLessThanOrEqual(5)
    }
  }
})

it('turns the pages of the queue there and back, with equal times, and shows every withdrawal once', async () => {
  const service = await openWithdrawals()
  const owner = await service.newHolder()
  const ids: string[] = []
  for (let times = 0; times < 3; times += 1) ids.unshift(await service.withdraw(owner))
  const read = async (query: string) =>
    (await service.send(service.finance, 'GET', `/v1/admin/withdrawals?limit=1${query}`)).json()

  const first = await read('')
  const second = await read(`&cursor=${first.page.next}`)
  const third = await read(`&cursor=${second.page.next}`)
  const back = await read(`&cursor=${third.page.prev}`)
  const start = await read(`&cursor=${back.page.prev}`)

  const shown = [first, second, third, back, start].map(({ data }) => data[0].id)
  expect(shown).toEqual([ids[0], ids[1], ids[2], ids[1], ids[0]])
  expect([third.page.next, start.page.prev]).toEqual([null, null])
})
