import { startPostgres } from '@evenkeel/local-postgres'
import { Client, Pool } from 'pg'
import { type Book, createLedger, credit, currency, debit, type PostJournal } from '../src/index.ts'
import { migrate } from '../src/migrations/index.ts'
import { backendCpu } from './backend-cpu.ts'
import { median, spread } from './median.ts'
import { schemaVariants } from './schema-variants.ts'

// What each part of the schema costs: the CPU time of the server process, which is what the machine runs out of, for the
// same journals against a fresh schema. Variants take turns, in reverse order every other round, and only ratios
// within a round are compared. `base again` is the noise: differences smaller than it mean nothing.

const rounds = Number(process.argv[2] ?? 5)
const accounts = 1_000
const singles = 200
const [batches, batchSize] = [16, 256]

interface Cost {
  readonly single: number
  readonly batch: number
}

const server = await startPostgres({ durable: false })
try {
  const costs = new Map<string, Cost[]>(Object.keys(schemaVariants).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    const names = Object.keys(schemaVariants)
    for (const name of round % 2 === 0 ? names : names.reverse()) {
      costs.get(name)?.push(await measure(`round_${round}`, schemaVariants[name] ?? ''))
    }
  }
  report(costs)
} finally {
  await server.stop()
}

async function measure(database: string, change: string): Promise<Cost> {
  const admin = new Client({ connectionString: server.url })
  await admin.connect()
  await admin.query(`DROP DATABASE IF EXISTS ${database}`)
  await admin.query(`CREATE DATABASE ${database} TEMPLATE template0`)
  await admin.end()

  const pool = new Pool({
    connectionString: Object.assign(new URL(server.url), { pathname: database }).href,
    max: 1,
  })
  await migrate(pool)
  await pool.query(change)
  const book = createLedger({ pool }).book('main')
  await book.accounts.open({ code: 'a:0', type: 'asset', currency: 'ZAR' })
  await pool.query(
    `
INSERT INTO ledger.account (book_id, id, code, type, currency, scale, opened_at, changed_at)
SELECT book_id, gen_random_uuid(), 'a:' || n, type, currency, scale, opened_at, changed_at
FROM ledger.account, generate_series(1, $1::integer - 1) AS n`,
    [accounts],
  )
  await pool.query('ANALYZE')
  const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const pid = rows[0]?.pid ?? 0

  await post(book, 'warm', 64, 1)
  const single = await backendCpu(pid, () => postSingly(book))
  const batch = await backendCpu(pid, () => post(book, 'b', batchSize, batches))
  await pool.end()
  return { single: single / singles, batch: batch / (batches * batchSize) }
}

async function postSingly(book: Book): Promise<void> {
  for (let i = 0; i < singles; i++) await book.post(journal(`single:${i}`, i))
}

async function post(book: Book, prefix: string, size: number, times: number): Promise<void> {
  for (let b = 0; b < times; b++) {
    const journals = Array.from({ length: size }, (_, i) => journal(`${prefix}:${b}:${i}`, b * size + i))
    await book.post(journals, { mode: 'independent' })
  }
}

function journal(key: string, n: number): PostJournal {
  const zar = currency('ZAR')
  // Steps that share no factor with the number of accounts visit all of them, in the same order every time.
  const [from, to] = [`a:${(n * 7_919) % accounts}`, `a:${(n * 6_101 + 1) % accounts}`]
  return {
    key,
    kind: 'bench',
    entries: [debit(from, zar.minor(100n)), credit(to === from ? 'a:0' : to, zar.minor(100n))],
  }
}

function report(costs: ReadonlyMap<string, readonly Cost[]>): void {
  const base = costs.get('base') ?? []
  console.log('| variant | single us | ratio | batch us | ratio |\n| --- | --- | --- | --- | --- |')
  for (const [name, measured] of costs) {
    const cell = (of: (cost: Cost) => number): string => {
      const ratios = measured.map((cost, round) => of(cost) / of(base[round] ?? cost))
      return `${median(measured.map(of)).toFixed(0)} | ${spread(ratios)}`
    }
    console.log(`| ${name} | ${cell(({ single }) => single)} | ${cell(({ batch }) => batch)} |`)
  }
}
