import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Principal } from '../../src/contract/access.ts'
import { type DepositApp, openDeposits } from '../support/deposit-app.ts'
import { watchStatements } from '../support/watch-statements.ts'

/** Facts of one owner, some in, some out, as the features would list them. */
async function addTransactions(service: DepositApp, owner: Principal, count: number): Promise<void> {
  await service.query(
    `INSERT INTO wallet.transaction (
       id, tenant_id, user_id, type, fact, status, detail, name, reference, amount, currency, created_at
     )
     SELECT gen_random_uuid(), $1, $2, CASE WHEN i % 3 = 0 THEN 'debit' ELSE 'credit' END, 'deposit',
            CASE WHEN i % 4 = 0 THEN 'failed' ELSE 'pending' END, 'made', 'Deposit ' || i, 'ref-' || i,
            CASE WHEN i % 3 = 0 THEN -i ELSE i * 7 % 1000 + 1 END, 'ZAR', now() - ($3 - i) * interval '1 hour'
     FROM   generate_series(1, $3::integer) AS i`,
    [owner.tenantId, owner.userId, count],
  )
}

async function list(
  service: DepositApp,
  as: Principal,
  query: Record<string, string>,
  path = '/v1/transactions',
): Promise<ReturnType<typeof JSON.parse>> {
  return (await service.send(as, 'GET', `${path}?${new URLSearchParams(query)}`)).json()
}

it.each(['-created', 'created', '-amount', 'amount'])(
  'walks by cursor through everything once, in the order %s, while others are added',
  async (sort) => {
    const service = await openDeposits()
    const owner = await service.newOwner()
    await addTransactions(service, owner, 25)

    const seen: { id: string; amount: { amount: string }; number: string }[] = []
    let cursor: string | null = null
    do {
      const page = await list(service, owner, { sort, limit: '10', ...(cursor !== null && { cursor }) })
      seen.push(...page.data)
      cursor = page.page.next
      if (sort === '-created') await addTransactions(service, owner, 1)
    } while (cursor !== null)

    const key = ({ amount, number }: (typeof seen)[number]): [bigint, bigint] =>
      sort.endsWith('amount') ? [BigInt(amount.amount), BigInt(number)] : [BigInt(number), 0n]
    const sorted = seen.toSorted((one, other) => {
      const [[a, b], [c, d]] = [key(one), key(other)]
      const rising = a < c || (a === c && b < d) ? -1 : 1
      return sort.startsWith('-') ? -rising : rising
    })
    expect(new Set(seen.map(({ id }) => id)).size).toBe(25)
    expect(seen.map(({ id }) => id)).toEqual(sorted.map(({ id }) => id))
  },
)

it('goes back to the page before, and refuses a cursor with other filters', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  await addTransactions(service, owner, 12)
  const first = await list(service, owner, { limit: '5' })
  const second = await list(service, owner, { limit: '5', cursor: first.page.next })

  const back = await list(service, owner, { limit: '5', cursor: second.page.prev })
  const foreign = await list(service, owner, { limit: '5', cursor: first.page.next, status: 'failed' })

  expect(back.data).toEqual(first.data)
  expect(foreign.code).toBe('invalid_request')
})

it('counts the whole where a page is asked for', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  await addTransactions(service, owner, 12)

  const third = await list(service, owner, { limit: '5', page: '3' })

  expect([third.data.length, third.total]).toEqual([2, 12])
})

it('finds by type, status, time, amount and what somebody types', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  await addTransactions(service, owner, 24)
  const found = async (query: Record<string, string>): Promise<string[]> =>
    (await list(service, owner, query)).data.map(({ name }: { name: string }) => name)

  expect(await found({ type: 'debit', status: 'failed' })).toEqual(['Deposit 24', 'Deposit 12'])
  expect(await found({ search: 'deposit 7' })).toEqual(['Deposit 7'])
  expect(await found({ search: 'ref-23' })).toEqual(['Deposit 23'])
  expect(await found({ search: '%' + '_' })).toEqual([])
  expect(await found({ most: '-21' })).toEqual(['Deposit 24', 'Deposit 21'])
  expect(await found({ from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00+02:00' })).toEqual([])
})

it('sums by currency and status, in and out apart', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  await addTransactions(service, owner, 4)

  const { data } = await list(service, owner, {}, '/v1/transactions/summary')

  expect(data).toMatchObject([
    { currency: 'ZAR', status: 'failed', count: 1, in: { amount: '29' }, out: { amount: '0' } },
    { currency: 'ZAR', status: 'pending', count: 3, in: { amount: '23' }, out: { amount: '-3' } },
  ])
})

it('shows staff the transactions of everybody in their tenant, and of nobody else', async () => {
  const service = await openDeposits()
  const [one, two] = [await service.newOwner(), await service.newOwner()]
  await addTransactions(service, one, 2)
  await addTransactions(service, two, 3)
  const elsewhere = await openDeposits()
  await addTransactions(elsewhere, await elsewhere.newOwner(), 1)
  const path = '/v1/admin/transactions'

  const all = await list(service, service.finance, {}, path)
  const ones = await list(service, service.finance, { user_mail: one.mail }, path)
  const asOwner = await list(service, { ...one }, { user_id: two.userId })

  expect(all.data).toHaveLength(5)
  expect(ones.data.map((row: { user_id: string }) => row.user_id)).toEqual([one.userId, one.userId])
  expect(asOwner.code).toBe('invalid_request')
})

it('asks the database at most five times, however much there is', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  await addTransactions(service, owner, 300)
  const sent = watchStatements(service.database.pool)
  const counts: Record<string, number> = {}
  for (const path of [
    '/v1/wallets',
    '/v1/transactions?limit=200&page=1',
    '/v1/transactions/summary',
    '/v1/deposits',
    '/v1/transactions?sort=-amount',
  ]) {
    const from = sent.length
    const answer = await service.send(owner, 'GET', path)
    expect(answer.statusCode).toBe(200)
    counts[path] = sent.length - from
  }

  expect(Object.entries(counts).filter(([, count]) => count < 1 || count > 5)).toEqual([])
})

it('exports a file that opens safely in a spreadsheet and reads back as it was', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  await addTransactions(service, owner, 1_005)
  const names = ['=cmd|calc', '+1', '-1+2', '@sum', "'quoted'", 'a,"b"\r\nc', 'plain']
  for (const name of names) {
    await service.query(
      `INSERT INTO wallet.transaction (id, tenant_id, user_id, type, fact, status, detail, name, reference, amount, currency, created_at)
       VALUES ($1, $2, $3, 'credit', 'deposit', 'pending', 'made', $4, 'r', 5, 'ZAR', now())`,
      [randomUUID(), owner.tenantId, owner.userId, name],
    )
  }

  const answer = await service.send(owner, 'GET', '/v1/transactions/export.csv')

  const rows = readCsv(answer.body)
  const cells = rows.slice(1).flat()
  expect(answer.headers['content-type']).toContain('text/csv')
  expect(rows).toHaveLength(1_005 + names.length + 1)
  expect(cells.filter((cell) => /^[=+@\t\r]/.test(cell) || /^-(?!\d+\.\d\d$)/.test(cell))).toEqual([])
  expect(rows.slice(1, names.length + 1).map((row) => (row[5] ?? '').replace(/^'/, ''))).toEqual(
    names.toReversed(),
  )
})

/** A reader of RFC 4180, as simple as the format. */
function readCsv(text: string): string[][] {
  const cells = text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)
  const rows: string[][] = [[]]
  for (const [, quoted, bare, end] of cells) {
    rows.at(-1)?.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}
