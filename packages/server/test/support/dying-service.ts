import { flushCompileCache } from 'node:module'
import { z } from 'zod'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/read-config.ts'
import type { Principal } from '../../src/contract/access.ts'
import { createDependencies } from '../../src/dependencies.ts'
import { armFailpoints } from '../../src/failpoints/failpoint.ts'
import { createLogger } from '../../src/observability/logger.ts'
import { buildWorker } from '../../src/worker.ts'
import { person } from './people.ts'

// A server or a worker in a process of its own that is killed, by itself and at once, when it comes to a failpoint: what
// follows is not run, what is open is not closed, and nobody is told.
const { DIES_AT, DIES_AS, KNOWS, AHEAD_MS } = z
  .object({
    DIES_AT: z.string(),
    DIES_AS: z.enum(['server', 'worker']),
    KNOWS: z.string(),
    AHEAD_MS: z.coerce.number(),
  })
  .parse(process.env)
const people = new Map<string, Principal>()
for (const known of z.array(z.looseObject({ userId: z.string() })).parse(JSON.parse(KNOWS))) {
  people.set(known.userId, person(known))
}

// Node keeps what it has read when a process ends, and this one will not end well.
flushCompileCache()

const config = readConfig(process.env)
const clock = { now: () => new Date(Date.now() + AHEAD_MS) }
const dependencies = {
  ...createDependencies(config, createLogger(config.logLevel), { clock }),
  identify: async ({ headers }: { headers: NodeJS.Dict<string | string[]> }) =>
    people.get(String(headers['x-person'])) ?? null,
}
armFailpoints((name) => {
  if (name === DIES_AT) process.kill(process.pid, 'SIGKILL')
})

if (DIES_AS === 'worker') {
  await buildWorker(dependencies, { pollMs: 20 })
  process.stdout.write('working\n')
} else {
  const app = await buildApp(dependencies)
  process.stdout.write(`listening at ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`)
}
