import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { type Host, it } from './support/it.ts'
import { parentOf, processesIn } from './support/processes.ts'
import { query } from './support/query.ts'
import { until } from './support/until.ts'

/** Kills all of them at once: they are frozen first, so that none can act on the death of another. */
function kill(...pids: number[]): void {
  for (const signal of ['SIGSTOP', 'SIGKILL']) for (const pid of pids) process.kill(pid, signal)
}

function keeperOf({ server }: Pick<Host, 'server'>): number {
  return parentOf(server.pid)
}

/** Everything has to be gone within the five seconds that we promise, and a second for a busy machine. */
function everythingEnds(folder: string): Promise<void> {
  return until('no process is left', () => processesIn(folder).length === 0, 6000)
}

function temporaryFolders(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith('evenkeel-postgres.'))
}

describe('when kill -9 hits', () => {
  it('the host, its server ends and its folder goes', async ({ room }) => {
    const host = await room.host()

    kill(host.pid)

    await everythingEnds(room.folder)
    expect(temporaryFolders(room.folder)).toEqual([])
  })

  it('the host while a transaction runs, everything still ends in time', async ({ room }) => {
    const host = await room.host()
    const busy = query(host.server.url, 'SELECT count(*) FROM generate_series(1, 100000000000)').catch(
      () => 'cut off',
    )
    await until('the query runs', async () => (await countBusy(host.server.url)) === 1)

    kill(host.pid)

    await everythingEnds(room.folder)
    expect(await busy).toBe('cut off')
    expect(temporaryFolders(room.folder)).toEqual([])
  })

  it('the host while the data folder is being made, nothing stays', async ({ room }) => {
    const starting = room.host().catch(() => 'never ready')
    await until('initdb runs', () =>
      processesIn('pgdata.unfinished').some((pid) => processesIn(room.folder).includes(pid)),
    )
    const before = temporaryFolders(room.folder).length
    const host = processesIn(room.folder)
      .map(parentOf)
      .find((pid) => parentOf(pid) === process.pid)

    kill(Number(host))

    expect(await starting).toBe('never ready')
    expect(before).toBe(1)
    await everythingEnds(room.folder)
    expect(temporaryFolders(room.folder)).toEqual([])
  })

  it('the keeper, PostgreSQL ends and the host learns of it and tidies up', async ({ room }) => {
    const postgres = await room.start()

    kill(keeperOf({ server: postgres }))

    expect(await awake(postgres.exited)).toEqual({ wasStopped: false, lastLines: '' })
    expect(existsSync(postgres.dataDir)).toBe(false)
    await everythingEnds(room.folder)
  })

  it('the postmaster, its busy backends end too and the host is told the last lines of the log', async ({
    room,
  }) => {
    const postgres = await room.start()
    await query(postgres.url, 'SELECT 1 / 0').catch(() => {})
    const busy = query(postgres.url, 'SELECT count(*) FROM generate_series(1, 100000000000)').catch(
      () => 'cut off',
    )
    await until('the query runs', async () => (await countBusy(postgres.url)) === 1)

    kill(postgres.pid)

    const exit = await awake(postgres.exited)
    expect(exit.wasStopped).toBe(false)
    expect(exit.lastLines).toContain('division by zero')
    expect(await busy).toBe('cut off')
    await everythingEnds(room.folder)
    expect(existsSync(postgres.dataDir)).toBe(false)
    expect(sharedMemoryMadeBy(postgres.pid)).toBe(0)
  })

  it('host and keeper together, PostgreSQL ends and the next start removes the folder', async ({ room }) => {
    const host = await room.host()

    kill(keeperOf(host), host.pid)

    await everythingEnds(room.folder)
    expect(temporaryFolders(room.folder)).toHaveLength(1)
    const next = await room.start()
    expect(temporaryFolders(room.folder).map(room.path)).toEqual([next.dataDir])
  })

  it('everything at once, the next start removes the folder and gives back the shared memory', async ({
    room,
  }) => {
    const host = await room.host()
    const { pid, dataDir } = host.server
    const used = sharedMemoryMadeBy(pid)
    const outside = readFileSync(`/proc/${pid}/maps`, 'utf8').includes('/dev/shm/')

    kill(...processesIn(room.folder), host.pid)

    await everythingEnds(room.folder)
    await room.start()
    expect(existsSync(dataDir)).toBe(false)
    expect({ used, left: sharedMemoryMadeBy(pid), outside }).toEqual({ used: 1, left: 0, outside: false })
  })

  it('everything at once, committed data is there at the next start', async ({ room }) => {
    const dataDir = room.path('kept')
    const host = await room.host({ dataDir })
    await query(host.server.url, 'CREATE TABLE coin AS SELECT 5 AS value')

    kill(...processesIn(room.folder), host.pid)

    await everythingEnds(room.folder)
    const postgres = await room.start({ dataDir })
    expect(await query(postgres.url, 'SELECT value FROM coin')).toEqual([5])
  })

  it('the postmaster of a kept server, the next start recovers', async ({ room }) => {
    const dataDir = room.path('kept')
    const first = await room.start({ dataDir })
    await query(first.url, 'CREATE TABLE coin AS SELECT 5 AS value')
    kill(first.pid)
    await awake(first.exited)

    const second = await room.start({ dataDir })

    expect(await query(second.url, 'SELECT value FROM coin')).toEqual([5])
  })
})

describe('a polite signal', () => {
  it('to the keeper stops the server in order', async ({ room }) => {
    const postgres = await room.start({ dataDir: room.path('kept'), durable: false })

    process.kill(keeperOf({ server: postgres }), 'SIGTERM')

    expect(await awake(postgres.exited)).toEqual({ wasStopped: false, lastLines: '' })
    await everythingEnds(room.folder)
  })
})

/** How many System V segments a process made. The fifth column of the kernel's list is the maker. */
function sharedMemoryMadeBy(pid: number): number {
  const makers = readFileSync('/proc/sysvipc/shm', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/)[4])
  return makers.filter((maker) => maker === String(pid)).length
}

async function countBusy(url: string): Promise<number> {
  const [count] = await query(
    url,
    `SELECT count(*)
     FROM pg_stat_activity
     WHERE state = 'active'
       AND query LIKE '%generate_series%'
       AND pid <> pg_backend_pid()`,
  )
  return Number(count)
}

/** A server's end does not keep its host alive, so a test that waits for it has to stay awake itself. */
async function awake<T>(promise: Promise<T>): Promise<T> {
  const decided = new AbortController()
  const late = sleep(15_000, undefined, { signal: decided.signal }).then(() => {
    throw new Error('The end of the server was not reported.')
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    decided.abort()
    await late.catch(() => {})
  }
}
