import type { Dependencies } from '../dependencies.ts'
import { buildWorker } from '../worker.ts'
import type { Part } from './run-parts.ts'

/** The worker as a part of a process. */
export async function startWorkerPart(dependencies: Dependencies): Promise<Part> {
  const worker = await buildWorker(dependencies)
  dependencies.logger.info('working on the queues')
  return { name: 'worker', stop: () => worker.stop() }
}
