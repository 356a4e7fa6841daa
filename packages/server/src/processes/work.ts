import type { ExitCode } from './exit-codes.ts'
import { runService } from './run-service.ts'
import { startWorkerPart } from './worker-part.ts'

/** The worker has ten seconds to finish what runs, and the rest is for closing what it stands on. */
const stopTimeoutMs = 15_000

/** The worker process: on what every process has, the jobs. */
export function work(environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  return runService(environment, {
    stopTimeoutMs: () => stopTimeoutMs,
    async start(add, dependencies) {
      add(await startWorkerPart(dependencies))
    },
  })
}
