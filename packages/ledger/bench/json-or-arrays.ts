import { randomUUID } from 'node:crypto'
import { startPostgres } from '@evenkeel/local-postgres'
import { Client } from 'pg'
import { migrate } from '../src/migrations/index.ts'
import { backendCpu } from './backend-cpu.ts'
import { median, spread } from './median.ts'

// What it costs the server to be handed the rows of a batch as one JSON text, or as an array for each column. The same
// entries go into a copy of the table, by turns.

const fromJson = `
INSERT INTO copy (book_id, account_id, version, journal_id, line, side, amount, posted, held)
SELECT 1, account_id, version, journal_id, line, side, amount, posted, held
FROM json_to_recordset($1::text::json) AS line (
  account_id uuid, version bigint, journal_id uuid, line integer, side text,
  amount numeric, posted numeric, held numeric
)`

const fromArrays = `
INSERT INTO copy (book_id, account_id, version, journal_id, line, side, amount, posted, held)
SELECT 1, line.*
FROM unnest(
  $1::uuid[], $2::bigint[], $3::uuid[], $4::integer[], $5::text[], $6::numeric[], $7::numeric[], $8::numeric[]
) AS line`

const rows = 512
const turns = 60

const server = await startPostgres({ durable: false })
const client = new Client({ connectionString: server.url })
await client.connect()
try {
  await migrate({ connect: async () => Object.assign(client, { release: () => undefined }) })
  await client.query('CREATE TABLE copy (LIKE ledger.entry INCLUDING ALL)')
  const backend = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const pid = backend.rows[0]?.pid ?? 0

  const costs: { json: number; arrays: number }[] = []
  for (let turn = 0; turn < turns; turn++) {
    const [first, second] = [entries(turn * 2), entries(turn * 2 + 1)]
    const json = await backendCpu(pid, () => client.query(fromJson, [JSON.stringify(first)]))
    const columns = Object.keys(second[0] ?? {}).map((name) => second.map((row) => row[name]))
    const arrays = await backendCpu(pid, () => client.query(fromArrays, columns))
    costs.push({ json, arrays })
  }
  const perRow = (cost: number): string => (cost / rows).toFixed(2)
  console.log(`json: ${perRow(median(costs.map(({ json }) => json)))} us a row`)
  console.log(`arrays: ${perRow(median(costs.map(({ arrays }) => arrays)))} us a row`)
  console.log(`json / arrays: ${spread(costs.map(({ json, arrays }) => json / arrays))}`)
} finally {
  await client.end()
  await server.stop()
}

function entries(batch: number): Record<string, unknown>[] {
  return Array.from({ length: rows }, (_, line) => ({
    account_id: randomUUID(),
    version: batch * rows + line + 1,
    journal_id: randomUUID(),
    line: line + 1,
    side: line % 2 === 0 ? 'debit' : 'credit',
    amount: '12345',
    posted: '1234567',
    held: '0',
  }))
}
