import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { samples, useDatabase } from '@evenkeel/test-support'
import { afterEach, expect, it } from 'vitest'
import { createLedger } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { expectOneEffectEach } from './support/expect-one-effect.ts'
import { openForWriters } from './support/writers.ts'

const { pool, url } = await useDatabase(ledgerSchema)
const program = fileURLToPath(new URL('support/writing-process.ts', import.meta.url))

const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

it('kill -9 of a process with sixteen writers loses nothing it acknowledged and does nothing twice', {
  timeout: 3_600_000,
}, async () => {
  for (let round = 1; round <= samples({ quick: 2, long: 20 }); round++) {
    const ledger = createLedger({ pool })
    const book = ledger.book(`killed-writer-${round}`)
    await openForWriters(book)

    const { asked, acknowledged } = await writeUntilKilled(book.name, 50 + 37 * round)

    expect(asked.size).toBeGreaterThan(acknowledged.size)
    await expectOneEffectEach(book, fromPg(pool), { asked, acknowledged })
    await ledger.close()
  }
})

/** Runs the program and kills it when it has acknowledged so many. What it wrote before is all there to be read. */
async function writeUntilKilled(book: string, most: number) {
  const child = spawn(process.execPath, ['--conditions=@evenkeel/source', program, url, book], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  started.push(child)
  const exited = once(child, 'exit')
  const asked = new Set<string>()
  const acknowledged = new Set<string>()
  for await (const line of createInterface({ input: child.stdout })) {
    const [what, key = ''] = line.split(' ')
    ;(what === 'asked' ? asked : acknowledged).add(key)
    if (acknowledged.size === most) child.kill('SIGKILL')
  }
  expect(await exited).toEqual([null, 'SIGKILL'])
  return { asked, acknowledged }
}
