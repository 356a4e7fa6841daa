import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { samples, useDatabase, waitFor } from '@evenkeel/test-support'
import { afterAll, expect, it } from 'vitest'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { loadBook } from './support/load-book.ts'

const timeout = 1_800_000
const journals = samples({ quick: 5_000, long: 500_000 })
const { pool, url } = await useDatabase(ledgerSchema)
await loadBook(pool, 'small', 1_000)
await loadBook(pool, 'large', journals)
const folder = await mkdtemp(join(tmpdir(), 'evenkeel-verify-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

it('takes no more memory for a large book than for a small one', { timeout }, async () => {
  const small = await verify(['--book', 'small']).ended
  const large = await verify(['--book', 'large']).ended

  console.log(
    `${journals * 2} entries: ${large.stdout.trim()} Peak ${large.peakMb} MB, of a small book ${small.peakMb} MB.`,
  )
  expect([small.code, large.code]).toEqual([0, 0])
  expect(large.peakMb).toBeLessThan(small.peakMb + 40)
})

it('goes on where it was killed', { timeout }, async () => {
  const state = join(folder, 'state.json')
  const first = verify(['--book', 'large', '--state', state])
  await waitFor(async () => (await rowsDone(state)) > journals, { within: timeout })
  first.kill()
  expect((await first.ended).code).not.toBe(0)
  const before = await rowsDone(state)

  const second = await verify(['--book', 'large', '--state', state, '--json']).ended

  const { verifies, checked } = JSON.parse(second.stdout)
  expect(before).toBeGreaterThan(journals)
  expect({ verifies, checked }).toEqual({
    verifies: true,
    checked: {
      books: 1,
      accounts: 1_001,
      steps: journals * 2,
      journals,
      keys: journals,
      holds: 0,
      // One of the account that is in all, each time; one of each customer when its version passes a multiple of eight.
      standings: Math.ceil(journals / 10_000) + Math.floor(journals / 10_000) * 1_000,
      'shifted entries': 0,
      tallies: 1,
    },
  })
  await expect(readFile(state)).rejects.toThrow('ENOENT')
})

async function rowsDone(state: string): Promise<number> {
  const { done } = JSON.parse(await readFile(state, 'utf8').catch(() => '{"done":{}}'))
  return Object.values<number>(done).reduce((sum, rows) => sum + rows, 0)
}

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const tellPeak = `data:text/javascript,process.on('exit',()=>console.error('peak',process.resourceUsage().maxRSS))`

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly peakMb: number
}

/** The program in a process of its own, which says at its end how much memory it had at most. */
function verify(words: readonly string[]): { readonly kill: () => void; readonly ended: Promise<Ended> } {
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: url }
  const child = spawn(process.execPath, ['--import', tellPeak, main, 'verify', ...words], { env })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (data) => {
    stdout += data
  })
  child.stderr.on('data', (data) => {
    stderr += data
  })
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => {
      const [, peak] = /peak (\d+)/.exec(stderr) ?? []
      resolve({ code, stdout, peakMb: Math.round(Number(peak) / 1_024) })
    })
  })
  return { kill: () => child.kill('SIGKILL'), ended }
}
