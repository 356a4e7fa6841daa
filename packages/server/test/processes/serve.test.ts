import { freshDatabase, useDatabase, waitFor } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { freshKeys } from '../../src/config/fresh-keys.ts'
import { noDatabase } from '../support/open-app.ts'
import { type Program, startProgram } from '../support/program.ts'
import { testKeys } from '../support/test-keys.ts'
import { walletSchema } from '../support/wallet-schema.ts'

const database = await useDatabase(walletSchema)

/** PostgreSQL for tests keeps nothing through a crash, and the service has to be told that this is all right. */
const onTests = {
  ...testKeys,
  DATABASE_URL: database.url,
  PORT: '0',
  EVENKEEL_UNSAFE_DATABASE: 'allow',
}

const cli = (command: string, environment: NodeJS.ProcessEnv): Program =>
  startProgram('cli.ts', { args: [command], environment })

async function listening(program: Program): Promise<string> {
  const found = await waitFor(() => /listening at (http:\/\/[\d.:]+)/.exec(program.output()), {
    within: 30_000,
    what: 'the server to listen',
  })
  return String(found?.[1])
}

it.for(['SIGTERM', 'SIGINT'] as const)('serves until %s, and then ends in order', async (signal) => {
  const server = startProgram('main.ts', { environment: onTests })
  const url = await listening(server)

  const ready = (await fetch(`${url}/readyz`)).status
  server.child.kill(signal)

  expect(ready).toBe(200)
  expect(server.output()).toMatch(
    /the role that DATABASE_URL names (is a superuser|owns tables of ledger and wallet)/,
  )
  expect(await server.ended).toBe(0)
})

it('is not hurried by a second SIGTERM, and is by a second Ctrl-C', async () => {
  const environment = { ...onTests, EVENKEEL_DRAIN_DELAY_MS: '60000' }
  const server = startProgram('main.ts', { environment })
  const url = await listening(server)
  const status = async (): Promise<number> => (await fetch(`${url}/readyz`)).status

  server.child.kill('SIGINT')
  await waitFor(async () => (await status()) === 503, { what: 'the server to say it is stopping' })
  server.child.kill('SIGTERM')
  const afterTerm = await status()
  server.child.kill('SIGINT')

  expect(afterTerm).toBe(503)
  expect(await server.ended).toBe(130)
})

it('refuses a database that is behind, and serves it once it is migrated', async () => {
  const { url } = await freshDatabase()
  const environment = { ...onTests, DATABASE_URL: url }

  const refused = startProgram('main.ts', { environment })
  const refusal = await refused.ended
  const migrated = await cli('migrate', { DATABASE_URL: url }).ended
  const server = cli('serve', environment)
  const address = await listening(server)

  expect(refusal).toBe(5)
  expect(refused.output()).toContain('Schema ledger lacks')
  expect(refused.output()).toContain('evenkeel-server migrate')
  expect(migrated).toBe(0)
  expect((await fetch(`${address}/readyz`)).status).toBe(200)
})

it('says in a sentence why it cannot reach its database', async () => {
  const unreachable = startProgram('main.ts', { environment: { ...testKeys, DATABASE_URL: noDatabase } })
  const other = new URL(database.url)
  other.pathname = '/no_such_database'
  const missing = cli('migrate', { ...testKeys, DATABASE_URL: other.href })

  expect(await unreachable.ended).toBe(4)
  expect(unreachable.output()).toContain('refuses connections. Start it, or correct DATABASE_URL.')
  expect(await missing.ended).toBe(4)
  expect(missing.output()).toContain('has no database of that name.')
  expect(`${unreachable.output()}${missing.output()}`).not.toMatch(/\n\s+at /)
})

it('lists what is wrong with its settings, and starts nothing', async () => {
  const server = startProgram('main.ts', { environment: { PORT: 'x' } })

  expect(await server.ended).toBe(2)
  expect(server.output()).toContain('4 settings are wrong')
  expect(server.output()).not.toMatch(/\n\s+at /)
})

it('prints its settings without secrets, and its usage to whoever asks for something else', async () => {
  const config = cli('config', { ...testKeys, DATABASE_URL: 'postgres://wallet:canary@db.example/wallet' })
  const mistake = cli('frobnicate', {})

  expect(await config.ended).toBe(0)
  expect(config.output()).toMatch(
    /^DATABASE_URL +postgres:\/\/wallet:\*\*\*@db\.example\/wallet\nHOST +127\.0\.0\.1\n/,
  )
  expect(await mistake.ended).toBe(2)
  expect(mistake.output()).toContain('Usage: evenkeel-server <command>')
})

it('prints keys that it then takes, and refuses those of the demo', async () => {
  const made = cli('keys', {})
  await made.ended
  const keys = Object.fromEntries(
    made
      .output()
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/, 2)),
  )
  const server = cli('serve', { ...onTests, ...keys })
  const demo = cli('serve', { ...onTests, ...freshKeys('demo') })

  expect((await fetch(`${await listening(server)}/readyz`)).status).toBe(200)
  expect(await demo.ended).toBe(2)
  expect(demo.output()).toContain('holds a key of the demo. Make others: evenkeel-server keys.')
})
