import { buildApp } from '../app.ts'
import type { ExitCode } from './exit-codes.ts'
import { startHttp } from './http-part.ts'
import { startIdentityParts } from './identity-parts.ts'
import { runService } from './run-service.ts'

/** What closing the pool may take on top of the requests. */
const closingMs = 5_000

/** The HTTP process: on what every process has, mails and HTTP, in that order. */
export function serve(environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  return runService(environment, {
    stopTimeoutMs: ({ drainDelayMs, stopTimeoutMs }) => drainDelayMs + stopTimeoutMs + closingMs,
    async start(add, dependencies) {
      for (const part of startIdentityParts(dependencies)) add(part)
      add(await startHttp(await buildApp(dependencies), dependencies))
    },
  })
}
