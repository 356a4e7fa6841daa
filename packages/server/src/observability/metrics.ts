import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What is measured of one process. Labels come from closed lists: never an id, an address or a path as it was sent. */
export interface Metrics {
  answered(request: { method: string; route: string; status: number; seconds: number }): void
  rejected(code: string): void
  rateLimited(policy: string): void
  uncounted(policy: string): void
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
    read: () => registry.metrics(),
    contentType: registry.contentType,
    close: () => loop.disable(),
  }
}
