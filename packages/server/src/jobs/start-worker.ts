import { setTimeout as pause } from 'node:timers/promises'
import { heartbeatSeconds, type QueueName, queueNames } from '../database/job-queues.ts'
import { type ClaimedJob, Settled } from './claimed-job.ts'
import { JobError } from './job-failure.ts'
import { handBack } from './job-store.ts'
import { type JobRunner, runJob } from './run-job.ts'

/** How many jobs of each queue are worked on at once. */
export type Places = Readonly<Record<QueueName, number>>

export interface Worker {
  /**
   * Takes nothing more, lets what runs finish, and hands back what is not finished in time, so that another worker
   * begins with it at once.
   */
  stop(options: { timeoutMs: number }): Promise<void>
}

const afterFailureMs = 5_000

/**
 * Works on the queues until it is stopped. Each queue has places of its own; a place takes the next job as soon as the
 * last one is over, and looks again after `pollMs` where there was none.
 *
 * pg-boss has a loop of its own, which takes one job for each look: at half a second each, a thousand jobs on four
 * places would take two minutes. This one takes as many as there are free places, and looks again at once while there
 * are more: four seconds.
 */
export function startWorker(
  runner: JobRunner,
  { places, pollMs = 500 }: { places: Places; pollMs?: number },
): Worker {
  const { boss, db, logger } = runner
  const stopping = new AbortController()
  const running = new Map<ClaimedJob, Promise<void>>()

  async function take(queue: QueueName, count: number): Promise<ClaimedJob[]> {
    const jobs = await boss.fetch(queue, { batchSize: count, includeMetadata: true })
    return jobs.map(({ id, retryCount, data }) => ({
      queue,
      id,
      retryCount,
      data,
      leave: new AbortController(),
    }))
  }

  function begin(claimed: ClaimedJob): void {
    const run = runJob(runner, claimed)
      .catch((error: unknown) =>
        logger.warn(
          { err: error, job_id: claimed.id },
          'how a job ended could not be written down; it is given to a worker again when its lease is over',
        ),
      )
      .finally(() => running.delete(claimed))
    running.set(claimed, run)
  }

  async function serve(queue: QueueName): Promise<void> {
    while (!stopping.signal.aborted) {
      const mine = [...running].filter(([claimed]) => claimed.queue === queue).map(([, run]) => run)
      const free = places[queue] - mine.length
      if (free === 0) {
        await Promise.race(mine)
        continue
      }
      const taken = await take(queue, free).catch((error: unknown) => {
        logger.warn({ err: error, queue }, 'no job could be taken; it is tried again in some seconds')
        return undefined
      })
      for (const claimed of taken ?? []) begin(claimed)
      const restMs = taken === undefined ? afterFailureMs : taken.length < free ? pollMs : 0
      // A stop ends the pause by an error, which is how the loop learns of it.
      await pause(restMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  async function keepAlive(): Promise<void> {
    for (const queue of queueNames) {
      const held = [...running.keys()].filter((claimed) => claimed.queue === queue)
      if (held.length === 0) continue
      const attempts = held.map(({ id, retryCount }) => ({ id, retryCount }))
      const { settled } = Settled.parse(await boss.touch(queue, attempts))
      for (const claimed of held) {
        // One that has ended since is in nobody's hands, and there is nothing left to abort.
        if (settled.includes(claimed.id) || !running.has(claimed)) continue
        claimed.leave.abort(new JobError('claim_lost', 'Another worker has the job.'))
      }
    }
  }

  const served = Promise.all(queueNames.map(serve))
  const heartbeat = setInterval(() => {
    keepAlive().catch((error: unknown) => logger.warn({ err: error }, 'the leases of jobs were not renewed'))
  }, heartbeatSeconds * 1_000)

  /** The handlers may go on until the process ends; what they come to is not written down. */
  async function handBackUnfinished(): Promise<void> {
    const unfinished = [...running.keys()]
    for (const { leave } of unfinished) leave.abort(new JobError('handed_back', 'The worker stops.'))
    const count = await handBack(db, unfinished)
    logger.warn({ jobs: count }, 'jobs that did not finish in time were handed back')
    await Promise.all(unfinished.map((claimed) => running.get(claimed)))
  }

  return {
    async stop({ timeoutMs }) {
      stopping.abort()
      const patience = new AbortController()
      const finished = served.then(() => Promise.all(running.values()))
      const late = pause(timeoutMs, undefined, { signal: patience.signal }).catch(() => undefined)
      await Promise.race([finished, late])
      patience.abort()
      // Twice where jobs arrived while the first were handed back.
      while (running.size > 0) await handBackUnfinished()
      await served
      clearInterval(heartbeat)
    },
  }
}
