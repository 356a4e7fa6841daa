import type { MigrationPool } from '@evenkeel/ledger/migrations'
import { findMigrationObstacles } from './migrate.ts'

/** Why the service cannot work. The details are for whoever asks from outside, so they name no host, role or file. */
export interface Unreadiness {
  readonly code:
    | 'stopping'
    | 'database_unreachable'
    | 'database_slow'
    | 'migrations_pending'
    | 'migrations_refused'
  readonly detail: string
}

export interface Readiness {
  /** Empty when the service can work. */
  check(): Promise<readonly Unreadiness[]>
  /** From now on the answer is that the process is stopping. */
  startStopping(): void
  isStopping(): boolean
}

const patienceMs = 1_000

/**
 * Asks PostgreSQL whether it answers and whether its schemas fit this version. Probes that come while a question is
 * open share it, so that a database that hangs does not collect them.
 */
export function createReadiness(pool: MigrationPool, onFailure: (error: unknown) => void): Readiness {
  let isStopping = false
  let open: Promise<readonly Unreadiness[]> | undefined

  async function ask(): Promise<readonly Unreadiness[]> {
    try {
      const obstacles = await findMigrationObstacles(pool)
      return obstacles.map(({ schema, code }) => ({ code, detail: obstacleDetail(schema, code) }))
    } catch (error) {
      onFailure(error)
      return [{ code: 'database_unreachable', detail: 'PostgreSQL does not answer.' }]
    } finally {
      open = undefined
    }
  }

  return {
    async check() {
      if (isStopping) return [{ code: 'stopping', detail: 'The process was told to stop.' }]
      open ??= ask()
      return within(patienceMs, open)
    },
    startStopping() {
      isStopping = true
    },
    isStopping: () => isStopping,
  }
}

function obstacleDetail(schema: string, code: 'migrations_pending' | 'migrations_refused'): string {
  return code === 'migrations_pending'
    ? `Schema ${schema} is older than this version.`
    : `Schema ${schema} was not built by this version.`
}

function within(timeoutMs: number, answer: Promise<readonly Unreadiness[]>): Promise<readonly Unreadiness[]> {
  const { promise, resolve } = Promise.withResolvers<readonly Unreadiness[]>()
  const detail = `PostgreSQL did not answer within ${timeoutMs / 1000} s.`
  const timer = setTimeout(() => resolve([{ code: 'database_slow', detail }]), timeoutMs)
  void answer.then(resolve).finally(() => clearTimeout(timer))
  return promise
}
