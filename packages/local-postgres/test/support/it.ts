import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it as plain } from 'vitest'
import { type LocalPostgres, type StartOptions, startPostgres } from '../../src/index.ts'
import { processesIn } from './processes.ts'
import { until } from './until.ts'

/** A folder of its own for each test, in which everything the test starts must have ended when it is over. */
export type Room = {
  readonly folder: string
  /** The path of a folder that does not exist yet. */
  path(name: string): string
  start(options?: StartOptions): Promise<LocalPostgres>
  /** Starts a server from a process of its own, as `user` if given. */
  host(options?: StartOptions, spawnOptions?: { uid?: number; gid?: number }): Promise<Host>
}

export type Host = {
  readonly process: ChildProcess
  readonly pid: number
  readonly server: Pick<LocalPostgres, 'url' | 'port' | 'pid' | 'dataDir' | 'version'>
  stop(): Promise<void>
}

export const it = plain.extend<{ room: Room }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from it what a fixture needs.
  room: async ({}, use) => {
    const folder = mkdtempSync('/tmp/evenkeel-test-')
    // As /tmp is, because servers run as other users when root runs the tests.
    chmodSync(folder, 0o1777)
    const before = process.env['TMPDIR']
    process.env['TMPDIR'] = folder
    const started: { stop(): Promise<void> }[] = []
    const hosts: ChildProcess[] = []
    await use({
      folder,
      path: (name) => join(folder, name),
      start: async (options) => {
        const postgres = await startPostgres(options)
        started.push(postgres)
        return postgres
      },
      host: (options, spawnOptions) => startHost(options ?? {}, spawnOptions ?? {}, hosts),
    })
    for (const postgres of started) await postgres.stop()
    for (const host of hosts) host.kill('SIGKILL')
    try {
      await until(`no process is left in ${folder}`, () => processesIn(folder).length === 0, 6000)
      expect(readdirSync(folder).filter((name) => name.startsWith('evenkeel-postgres.'))).toEqual([])
    } finally {
      for (const pid of processesIn(folder)) process.kill(pid, 'SIGKILL')
      if (before === undefined) delete process.env['TMPDIR']
      else process.env['TMPDIR'] = before
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  },
})

async function startHost(
  options: StartOptions,
  spawnOptions: { uid?: number; gid?: number },
  hosts: ChildProcess[],
): Promise<Host> {
  const program = join(import.meta.dirname, 'host.ts')
  const child = spawn(process.execPath, [program, JSON.stringify(options)], {
    ...spawnOptions,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  hosts.push(child)
  // Both arrive or the process fails; the race tells which.
  const line = once(createInterface({ input: child.stdout }), 'line')
  const ended = once(child, 'exit').then(([status]) => {
    throw new Error(`The host ended with ${status} before its server was ready.`)
  })
  ended.catch(() => {})
  const [answer] = await Promise.race([line, ended])
  async function stop(): Promise<void> {
    const exit = once(child, 'exit')
    child.stdin.end('stop\n')
    await exit
  }
  return { process: child, pid: Number(child.pid), server: JSON.parse(answer), stop }
}
