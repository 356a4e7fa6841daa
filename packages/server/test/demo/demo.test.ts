import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { waitFor } from '@evenkeel/test-support'
import { Client } from 'pg'
import { expect, it as plain } from 'vitest'
import { type Program, startProgram } from '../support/program.ts'

interface Demo extends Program {
  readonly url: string
  readonly databaseUrl: string
}

const it = plain.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the names of a fixture's needs from this pattern.
  folder: async ({}, use) => {
    // Not under the checkout: as root, PostgreSQL runs as a user who may not be let in there.
    const folder = mkdtempSync('/tmp/evenkeel-demo-')
    chmodSync(folder, 0o755)
    await use(folder)
    await everythingEnds(folder)
    rmSync(folder, { recursive: true, force: true })
  },
})

function start(folder: string, environment: NodeJS.ProcessEnv = {}): Program {
  return startProgram('demo.ts', {
    environment: { EVENKEEL_DEMO_DATA: join(folder, 'data'), PORT: '0', ...environment },
    cwd: folder,
  })
}

const announced = /API +(http:\S+).*psql (postgres:\S+).*Ctrl-C stops/s

async function startReady(folder: string): Promise<Demo> {
  const program = start(folder)
  const found = await waitFor(() => announced.exec(program.output()), {
    within: 45_000,
    what: 'the announcement of the demo',
  }).catch((cause) => {
    throw new Error(`The demo did not start:\n${program.output()}`, { cause })
  })
  const [, url, databaseUrl] = found ?? []
  return { ...program, url: String(url), databaseUrl: String(databaseUrl) }
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  // A server that is killed under us reports through this event too.
  client.on('error', () => undefined)
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows
}

/** The processes that name a folder on their command line. Linux only, like the rest of this file's machinery. */
function processesIn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(folder)
      } catch {
        return false
      }
    })
    .map(Number)
}

function everythingEnds(folder: string): Promise<unknown> {
  return waitFor(() => processesIn(folder).length === 0, { within: 6_000, what: 'every process to end' })
}

it('is ready, shows the API, and leaves no process after Ctrl-C', async ({ folder }) => {
  const demo = await startReady(folder)

  const answers = await Promise.all(
    ['/readyz', '/docs', '/openapi.json', '/demo/mails'].map((path) => fetch(demo.url + path)),
  )
  demo.child.kill('SIGINT')

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(await demo.ended).toBe(0)
  expect(processesIn(folder)).toEqual([])
  expect(demo.output()).toContain('everything is stopped')
})

it('finds its data again, after Ctrl-C and after kill -9', async ({ folder }) => {
  const first = await startReady(folder)
  await query(first.databaseUrl, "INSERT INTO wallet.tenant (code, name) VALUES ('kept', 'Kept')")
  first.child.kill('SIGINT')
  await first.ended

  const second = await startReady(folder)
  await query(second.databaseUrl, "INSERT INTO wallet.tenant (code, name) VALUES ('killed', 'Killed')")
  second.child.kill('SIGKILL')
  await everythingEnds(folder)
  const third = await startReady(folder)

  const rows = await query(
    third.databaseUrl,
    "SELECT code FROM wallet.tenant WHERE code <> 'default' ORDER BY id",
  )
  expect(rows).toEqual([{ code: 'kept' }, { code: 'killed' }])
  third.child.kill('SIGTERM')
  expect(await third.ended).toBe(0)
})

it('has people with money and staff to decide about it, the same after a restart', async ({ folder }) => {
  const first = await startReady(folder)
  const password = /Password +(\S+)/.exec(first.output())?.[1]
  const logIn = async (mail: string): Promise<string> => {
    const answer = await fetch(`${first.url}/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ mail, password }),
    })
    const { access_token: token } = (await answer.json()) as { access_token: string } // As the contract says.
    return token
  }
  const read = async (demo: Demo, path: string, token: string): Promise<unknown> =>
    (await fetch(demo.url + path, { headers: { authorization: `Bearer ${token}` } })).json()
  const compare = async (demo: Demo, token: string): Promise<unknown> => {
    const asked = await fetch(`${demo.url}/v1/admin/reconciliation/run`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': 'compare',
      },
      body: '{}',
    })
    const { id } = (await asked.json()) as { id: string } // As the contract says.
    const ended = async (): Promise<unknown> => {
      const run = await read(demo, `/v1/admin/reconciliation/${id}`, token)
      return JSON.stringify(run).includes('"status":"done"') && run
    }
    return waitFor(ended, { within: 20_000, what: 'the books to be compared with the provider' })
  }
  const [owner, finance] = [await logIn('thandi@example.com'), await logIn('sipho@example.com')]

  const wallet = await read(first, '/v1/wallets/ZAR', owner)
  const queue = await read(first, '/v1/admin/withdrawals', finance)
  first.child.kill('SIGINT')
  await first.ended
  const second = await startReady(folder)
  const again = await read(second, '/v1/wallets/ZAR', owner)
  const run = await compare(second, finance)
  second.child.kill('SIGINT')
  await second.ended

  expect(wallet).toMatchObject({ current: { decimal: '1500.00' }, held: { decimal: '251.00' } })
  expect(queue).toMatchObject({ data: [{ user_name: 'Thandi Nkosi', amount: { decimal: '250.00' } }] })
  expect(again).toMatchObject({ current: { decimal: '1500.00' }, held: { decimal: '251.00' } })
  expect(run).toMatchObject({
    comparisons: [
      { what: 'balance', state: 'agrees' },
      { what: 'fees', state: 'agrees' },
    ],
    breaks: [],
  })
  expect(second.output()).toContain(`${password} (of all of them)`)
})

it('says what to do when its port is taken, and leaves nothing running', async ({ folder }) => {
  // Whoever else comes to this port, as clients of a server that had it before may, is shown out at once.
  const other = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  const demo = start(folder, { PORT: String(port) })
  const exitCode = await demo.ended
  other.close()

  expect(exitCode).toBe(1)
  expect(demo.output()).toContain(`evenkeel: Port ${port} on 127.0.0.1 is taken by another program.`)
  expect(demo.output()).toContain('PORT=')
  expect(demo.output()).not.toMatch(/\n\s+at /)
  expect(processesIn(folder)).toEqual([])
})

it('says so and stops when its PostgreSQL dies', async ({ folder }) => {
  const demo = await startReady(folder)
  const [row] = await query(demo.databaseUrl, "SELECT pg_read_file('postmaster.pid') AS file")
  const { file } = row as { file: string } // The column that the line above asks for.

  process.kill(Number.parseInt(file, 10), 'SIGKILL')

  expect(await demo.ended).toBe(1)
  expect(demo.output()).toContain('evenkeel: PostgreSQL ended by itself; everything else stops too.')
})

it('stops what has started when Ctrl-C comes before it is ready', async ({ folder }) => {
  const demo = start(folder)
  await waitFor(() => processesIn(join(folder, 'data')).length > 0, {
    within: 20_000,
    what: 'PostgreSQL to start',
  })

  demo.child.kill('SIGINT')

  expect(await demo.ended).toBe(0)
  expect(demo.output()).not.toContain('is running')
})

it('uses the database it is given, and tells a wrong setting before it starts anything', async ({
  folder,
}) => {
  const own = await startReady(folder)
  const guest = start(folder, { DATABASE_URL: own.databaseUrl })
  await waitFor(() => guest.output().includes('Ctrl-C stops'), { within: 30_000, what: 'the second demo' })
  const mistaken = start(folder, { PORT: 'x' })

  expect(guest.output()).not.toContain(new URL(own.databaseUrl).password)
  expect(await mistaken.ended).toBe(2)
  expect(mistaken.output()).toContain('PORT must be a whole number')
  guest.child.kill('SIGINT')
  expect(await guest.ended).toBe(0)
  own.child.kill('SIGINT')
  expect(await own.ended).toBe(0)
})
