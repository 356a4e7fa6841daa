import { expect, it } from 'vitest'
import { exitCodes } from '../../src/processes/exit-codes.ts'
import { type Part, type Process, runParts } from '../../src/processes/run-parts.ts'
import { StartError } from '../../src/processes/start-error.ts'

/** A process of parts that write down what happens to them. */
function notebook(): {
  notes: string[]
  part: (name: string, ended?: Promise<string>) => Part
  run: (start: Process['start'], stopSignal?: AbortSignal) => Promise<number>
} {
  const notes: string[] = []
  return {
    notes,
    part: (name, ended) => ({
      name,
      ...(ended && { ended }),
      async stop() {
        notes.push(`stop ${name}`)
      },
    }),
    run: (start, stopSignal = new AbortController().signal) =>
      runParts({
        start,
        stopSignal,
        stopTimeoutMs: 5_000,
        fail: (message) => void notes.push(`fail ${message}`),
      }),
  }
}

it('stops what runs when it is told to, the last first', async () => {
  const { notes, part, run } = notebook()
  const stop = new AbortController()

  const exitCode = await run(async (add) => {
    add(part('database'))
    add(part('HTTP'))
    setImmediate(() => stop.abort())
  }, stop.signal)

  expect([exitCode, notes]).toEqual([exitCodes.ok, ['stop HTTP', 'stop database']])
})

it('stops what has started so far when it is told to while it starts, and starts no more', async () => {
  const { notes, part, run } = notebook()
  const stop = new AbortController()

  const exitCode = await run(async (add) => {
    add(part('database'))
    stop.abort()
    add(part('HTTP'))
    add(part('worker'))
  }, stop.signal)

  expect([exitCode, notes]).toEqual([exitCodes.ok, ['stop HTTP', 'stop database']])
})

it('ends when a part does, and says which', async () => {
  const { notes, part, run } = notebook()
  const { promise, resolve } = Promise.withResolvers<string>()

  const exitCode = await run(async (add) => {
    add(part('database', promise))
    add(part('HTTP'))
    setImmediate(() => resolve('PostgreSQL ended.'))
  })

  expect([exitCode, notes]).toEqual([1, ['fail PostgreSQL ended.', 'stop HTTP', 'stop database']])
})

it('tells why it could not start, in the words of the reason, and leaves nothing running', async () => {
  const { notes, part, run } = notebook()

  const exitCode = await run(async (add) => {
    add(part('database'))
    throw new StartError(exitCodes.migrationsDiffer, 'Migrate first.')
  })

  expect([exitCode, notes]).toEqual([5, ['fail Migrate first.', 'stop database']])
})

it('tells the death of a part rather than what failed because of it', async () => {
  const { notes, part, run } = notebook()

  const exitCode = await run(async (add) => {
    add(part('database', Promise.resolve('PostgreSQL ended.')))
    await new Promise(setImmediate)
    throw new Error('connection refused')
  })

  expect([exitCode, notes]).toEqual([1, ['fail PostgreSQL ended.', 'stop database']])
})

it('goes on stopping when a part cannot, and says so', async () => {
  const { notes, part, run } = notebook()
  const stop = new AbortController()

  const exitCode = await run(async (add) => {
    add(part('database'))
    add({ name: 'HTTP', stop: () => Promise.reject(new StartError(1, 'HTTP is stuck.')) })
    setImmediate(() => stop.abort())
  }, stop.signal)

  expect([exitCode, notes]).toEqual([1, ['fail HTTP is stuck.', 'stop database']])
})
