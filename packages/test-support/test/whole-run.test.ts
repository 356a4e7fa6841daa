import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Client, escapeIdentifier } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgres } from '../src/databases/use-database.ts'
import { runOf } from '../src/postgres/database-names.ts'

/** The part of Vitest's JSON report that is read here. */
interface Report {
  readonly testResults: readonly { name: string; status: string; message: string }[]
}

const folder = join(import.meta.dirname, 'whole-run')
const vitest = join(createRequire(import.meta.url).resolve('vitest/package.json'), '../vitest.mjs')
const { url } = await postgres()

/** What a database is for: the name of its test file. */
const subjectOf = (name: string): string | undefined =>
  /^evenkeel_test_[0-9a-f]{8}_(\w+)_[0-9a-f]{8}$/.exec(name)?.[1]

async function runVitest(files: string[], environment: Record<string, string>) {
  const output = await mkdtemp(join(tmpdir(), 'evenkeel-run-'))
  const reportFile = join(output, 'report.json')
  try {
    const reporting = ['--reporter=json', `--outputFile=${reportFile}`]
    const child = spawn(process.execPath, [vitest, 'run', ...reporting, ...files], {
      cwd: folder,
      env: { PATH: process.env['PATH'], NO_COLOR: '1', ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const stderr = await text(child.stderr)
    // Vitest documents this shape for its JSON reporter.
    const report = JSON.parse(await readFile(reportFile, 'utf8')) as Report
    return {
      stderr,
      of: (file: string) => report.testResults.find(({ name }) => name.endsWith(`/${file}.fixture.ts`)),
    }
  } finally {
    await rm(output, { recursive: true })
  }
}

describe('a run of test files that go wrong', () => {
  let client: Client
  let before: string[]
  let after: string[]
  let run: Awaited<ReturnType<typeof runVitest>>

  beforeAll(async () => {
    client = new Client({ connectionString: url })
    await client.connect()
    before = await testDatabases()
    run = await runVitest([], { DATABASE_URL: url, EVENKEEL_SEED: '42', EVENKEEL_TEST_DATA: folder })
    after = await testDatabases()
  })

  afterAll(async () => {
    for (const name of kept()) await client.query(`DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`)
    await client.end()
  })

  async function testDatabases(): Promise<string[]> {
    const { rows } = await client.query<{ name: string }>(
      "SELECT datname AS name FROM pg_database WHERE datname LIKE 'evenkeel\\_test\\_%'",
    )
    return rows.map(({ name }) => name)
  }

  // Other files of our own run make and drop databases meanwhile, one of them for runs of its own.
  function kept(): string[] {
    const failed = after.find((name) => !before.includes(name) && subjectOf(name) === 'fails')
    return after.filter((name) => failed !== undefined && runOf(name) === runOf(failed))
  }

  it('says once on which PostgreSQL it ran', async () => {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version')

    expect(run.stderr.split('\n').filter((line) => line.startsWith('PostgreSQL'))).toEqual([
      `PostgreSQL ${rows[0]?.server_version} (DATABASE_URL)`,
    ])
  })

  it('keeps the databases of files that failed and drops the others', () => {
    const subjects = kept().map(subjectOf)

    expect(run.of('passes')?.status).toBe('passed')
    expect(subjects.sort()).toEqual(['fails', 'leaks_pooled_client', 'leaks_session'])
  })

  it('says how to look into a kept database, without the password', () => {
    const name = kept().find((database) => database.includes('_fails_'))

    expect(run.stderr).toContain(`Kept until the next run: psql 'postgres`)
    expect(run.stderr).toContain(`/${name}'`)
    expect(run.stderr).toContain('The password is the one in DATABASE_URL.')
    // Searched for in its place, because many a test server has the password that its user is called.
    expect(run.stderr).not.toMatch(/:\/\/[^/@\s]*:[^/@\s]*@/)
  })

  it.each([
    ['leaks-timer', /timer, opened at packages\/.*leaks-timer\.fixture\.ts:\d+/],
    ['leaks-server', /server, opened at packages\/.*leaks-server\.fixture\.ts:\d+/],
    ['leaks-process', /child process, opened at packages\/.*leaks-process\.fixture\.ts:\d+/],
    ['leaks-session', /session \d+ of "forgotten" on evenkeel_test_.*SELECT 1 AS left_open/],
    ['leaks-session', /TCP connection, opened at .*leaks-session\.fixture\.ts:\d+/],
    ['leaks-pooled-client', /1 client\(s\) taken from the pool of evenkeel_test_.* and never released/],
  ])('fails %s and names what it left: %s', (file, message) => {
    expect(run.of(file)?.status).toBe('failed')
    expect(run.of(file)?.message).toMatch('This test file left something open.')
    expect(run.of(file)?.message).toMatch(message)
  })

  it('blames a file for what it left open itself, and no other', () => {
    const leaking = ['leaks-timer', 'leaks-server', 'leaks-process', 'leaks-session', 'leaks-pooled-client']
    for (const file of leaking) {
      const message = run.of(file)?.message ?? ''
      for (const other of leaking.filter((name) => name !== file)) expect(message).not.toContain(other)
    }
    expect(run.of('passes')?.status).toBe('passed')
  })

  it('ends with how many tests were skipped, and why', () => {
    const skipped = run.stderr.slice(run.stderr.indexOf('3 skipped:')).trimEnd().split('\n')

    expect(skipped.sort()).toEqual([
      '  1: no reason given',
      `  1: test data no-such-file.json is not in ${folder} (EVENKEEL_TEST_DATA)`,
      '  1: the moon is wrong',
      '3 skipped:',
    ])
  })
})

it('starts no PostgreSQL for files that need none', async () => {
  // Nothing could be started with this version, so a run that asked would say so.
  const run = await runVitest(['leaks-timer'], { EVENKEEL_POSTGRES: '1' })

  expect(run.of('leaks-timer')?.message).toContain('timer')
  expect(run.stderr).not.toContain('PostgreSQL')
})

it('tells a file that needs PostgreSQL why there is none', async () => {
  const run = await runVitest(['passes'], { EVENKEEL_POSTGRES: '1' })

  expect(run.of('passes')?.status).toBe('failed')
  expect(run.of('passes')?.message).toContain('EVENKEEL_POSTGRES is "1". Set it to a version from 15 to 18')
})
