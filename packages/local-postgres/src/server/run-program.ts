import { type ChildProcess, spawn } from 'node:child_process'
import { bindToParent } from '../platform/bind-to-parent.ts'
import type { ServerUser } from '../platform/server-user.ts'

/** How a program ended. `status` is null when a signal ended it. */
export type ProgramEnd = { readonly status: number | null; readonly signal: NodeJS.Signals | null }

export type Program = {
  readonly pid: number | undefined
  readonly ended: Promise<ProgramEnd>
  kill(signal: NodeJS.Signals): void
}

/**
 * Starts a program of PostgreSQL: as the server's user, bound to our own life, its output in the log.
 *
 * It inherits the lease, so that the lease is alive until the last backend has gone. It does not inherit our
 * environment, which holds the host's secrets and variables (PGPORT, PGOPTIONS, LC_*) that would change what
 * it does.
 */
export function runProgram(program: {
  command: readonly [string, ...string[]]
  user: ServerUser | null
  log: number
  lease: number
}): Program {
  const [name, ...args] = bindToParent(program.command)
  const child = spawn(name, args, {
    ...program.user,
    cwd: '/',
    env: { PATH: process.env['PATH'], TZ: process.env['TZ'], LC_ALL: 'C' },
    stdio: ['ignore', program.log, program.log, program.lease],
  })
  return { pid: child.pid, ended: untilEnded(child), kill: (signal) => void child.kill(signal) }
}

function untilEnded(child: ChildProcess): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    child.once('exit', (status, signal) => resolve({ status, signal }))
    // The program could not be started at all; the shell's own number for that.
    child.once('error', () => resolve({ status: 127, signal: null }))
  })
}
