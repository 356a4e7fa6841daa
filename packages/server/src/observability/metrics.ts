import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What is measured of one process. Labels come from closed lists: never an id, an address or a path as it was sent. */
export interface Metrics {
  answered(request: { method: string; route: string; status: number; seconds: number }): void
  rejected(code: string): void
  rateLimited(policy: string): void
  uncounted(policy: string): void
  jobEnded(job: { job: string; outcome: string; seconds: number }): void
  webhookReceived(webhook: { gateway: string; outcome: string }): void
  orphansArmed(kind: string, count: number): void
  /** Reads the queues at every reading of the figures, for as long as there is somebody who can. */
  watchQueues(readQueues: () => Promise<readonly QueueFigures[]>): void
  /** What a comparison with the gateways left to people. */
  reconciled(run: { stuck: number; unanswered: number }): void
  /** Counts the open breaks at every reading of the figures, likewise. */
  watchBreaks(readBreaks: () => Promise<readonly BreakFigures[]>): void
  /** In the text format of Prometheus. */
  read(): Promise<string>
  readonly contentType: string
  close(): void
}

/** The connections of a pool, as `pg` counts them. */
export interface PoolCounts {
  readonly totalCount: number
  readonly idleCount: number
  readonly waitingCount: number
}

/** How much waits in a queue, the dead letters being one of them. */
export interface QueueFigures {
  readonly queue: string
  readonly waiting: number
  readonly active: number
  readonly oldestDueSeconds: number
}

/** How many differences of one kind wait for a decision. */
export interface BreakFigures {
  readonly kind: string
  readonly count: number
}

export function createMetrics(pool: PoolCounts): Metrics {
  // A registry of its own: that of the library is one for the whole process, where two services would collide.
  const registry = new Registry()
  const registers = [registry]
  const loop = monitorEventLoopDelay({ resolution: 20 })
  loop.enable()

  const durations = new Histogram({
    name: 'evenkeel_http_request_duration_seconds',
    help: 'How long requests took, by route as declared',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15],
    registers,
  })
  const rejections = new Counter({
    name: 'evenkeel_rejections_total',
    help: 'Answers that were no success, by code',
    labelNames: ['code'],
    registers,
  })
  const limited = new Counter({
    name: 'evenkeel_rate_limited_total',
    help: 'Requests refused because their caller sent too many, by policy',
    labelNames: ['policy'],
    registers,
  })
  const uncounted = new Counter({
    name: 'evenkeel_uncounted_requests_total',
    help: 'Requests that could not be counted against their limit, by policy',
    labelNames: ['policy'],
    registers,
  })
  const jobs = new Histogram({
    name: 'evenkeel_job_duration_seconds',
    help: 'How long attempts at jobs took, by job and by how they ended: done, retried, dead or lost',
    labelNames: ['job', 'outcome'],
    buckets: [0.01, 0.05, 0.25, 1, 5, 30, 120, 600, 1_800],
    registers,
  })
  const webhooks = new Counter({
    name: 'evenkeel_webhooks_total',
    help: 'Webhooks that came, by gateway and outcome: accepted, repeated, or the code of a refusal',
    labelNames: ['gateway', 'outcome'],
    registers,
  })
  const orphans = new Counter({
    name: 'evenkeel_orphans_total',
    help: 'Rows that had no job and should have had one; each was given one. Anything but 0 is a bug or a restore',
    labelNames: ['kind'],
    registers,
  })
  const stuck = new Gauge({
    name: 'evenkeel_deposits_stuck',
    help: 'Deposits that had waited for longer than they should when gateways were last compared',
    registers,
  })
  const unanswered = new Gauge({
    name: 'evenkeel_reconciliation_unanswered',
    help: 'What gateways could not be asked for when they were last compared',
    registers,
  })
  const gauge = (name: string, help: string, read: () => number): Gauge =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  gauge('evenkeel_database_connections', 'Connections that are open', () => pool.totalCount)
  gauge('evenkeel_database_connections_busy', 'Connections in use', () => pool.totalCount - pool.idleCount)
  gauge('evenkeel_database_waiting', 'Requests that wait for a connection', () => pool.waitingCount)
  gauge('evenkeel_event_loop_delay_seconds', 'p99 of the delay since the last reading', () => {
    const seconds = loop.percentile(99) / 1e9
    loop.reset()
    return seconds
  })
  gauge('evenkeel_memory_bytes', 'Resident memory', () => process.memoryUsage.rss())
  gauge('evenkeel_heap_bytes', 'Heap in use', () => process.memoryUsage().heapUsed)
  gauge('evenkeel_cpu_seconds_total', 'CPU time used', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })

  return {
    answered: ({ method, route, status, seconds }) =>
      durations.observe({ method, route, status: String(status) }, seconds),
    rejected: (code) => rejections.inc({ code }),
    rateLimited: (policy) => limited.inc({ policy }),
    uncounted: (policy) => uncounted.inc({ policy }),
    jobEnded: ({ job, outcome, seconds }) => jobs.observe({ job, outcome }, seconds),
    webhookReceived: ({ gateway, outcome }) => webhooks.inc({ gateway, outcome }),
    orphansArmed: (kind, count) => orphans.inc({ kind }, count),
    reconciled(run) {
      stuck.set(run.stuck)
      unanswered.set(run.unanswered)
    },
    watchBreaks: (readBreaks) => watchBreaks(readBreaks, registers),
    watchQueues: (readQueues) => watchQueues(readQueues, registers),
    read: () => registry.metrics(),
    contentType: registry.contentType,
    close: () => loop.disable(),
  }
}

/** Figures of one instant belong together: all three gauges are set from one reading. */
function watchQueues(readQueues: () => Promise<readonly QueueFigures[]>, registers: Registry[]): void {
  let open: Promise<readonly QueueFigures[]> | undefined
  const read = (): Promise<readonly QueueFigures[]> => {
    // Nothing is shown where nothing is known; every other figure still is.
    open ??= readQueues()
      .catch(() => [])
      .finally(() => {
        open = undefined
      })
    return open
  }
  const gauge = (name: string, help: string, figure: (of: QueueFigures) => number): Gauge =>
    new Gauge({
      name,
      help,
      labelNames: ['queue'],
      registers,
      async collect() {
        const figures = await read()
        this.reset()
        for (const of of figures) this.set({ queue: of.queue }, figure(of))
      },
    })
  gauge(
    'evenkeel_jobs_waiting',
    'Jobs that nobody has taken, by queue; those of queue "dead" wait for staff',
    ({ waiting }) => waiting,
  )
  gauge('evenkeel_jobs_active', 'Jobs that some worker has, by queue', ({ active }) => active)
  gauge(
    'evenkeel_jobs_oldest_due_seconds',
    'For how long the first job of each queue has been due',
    ({ oldestDueSeconds }) => oldestDueSeconds,
  )
}

function watchBreaks(readBreaks: () => Promise<readonly BreakFigures[]>, registers: Registry[]): void {
  new Gauge({
    name: 'evenkeel_breaks_open',
    help: 'Differences between books and gateways that wait for a decision, by kind',
    labelNames: ['kind'],
    registers,
    async collect() {
      // Nothing is shown where nothing is known; every other figure still is.
      const figures = await readBreaks().catch(() => [])
      this.reset()
      for (const { kind, count } of figures) this.set({ kind }, count)
    },
  })
}
