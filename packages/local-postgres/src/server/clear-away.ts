import { existsSync, readdirSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DataFolder } from '../data-folder/data-folder.ts'
import { systemErrorCode } from '../errors/system-error.ts'

/**
 * Ends a postmaster and everything that belongs to it, within 5 s.
 *
 *   at once      INT   fast shutdown: open transactions are rolled back, a checkpoint is written
 *   after 3 s    QUIT  immediate shutdown: no checkpoint; the next start recovers from the log of writes
 *   after 4.2 s  KILL  its backends included, which PostgreSQL would leave to finish their queries
 *
 * Nothing committed is lost on any of the three ways.
 */
export async function endPostmaster(
  folder: DataFolder,
  binaries: string,
  pid: number,
  hasEnded: () => boolean,
): Promise<void> {
  signal(pid, 'SIGINT')
  if (await isTrueWithin(3000, hasEnded)) return
  signal(pid, 'SIGQUIT')
  if (await isTrueWithin(1200, hasEnded)) return
  signal(pid, 'SIGKILL')
  killStrays(folder, binaries)
  await isTrueWithin(500, hasEnded)
}

/**
 * Kills what is left of a server whose postmaster died without a word. A backend notices that only when it next
 * waits for something, and one that computes may go on for hours.
 *
 * They are known by two things together: they run our PostgreSQL, and they run in its data folder. Where the
 * kernel does not show that (macOS), they are left to notice for themselves.
 */
export function killStrays(folder: DataFolder, binaries: string): void {
  if (process.platform !== 'linux' || !existsSync(folder.pgdata)) return
  const pgdata = realpathSync(folder.pgdata)
  const program = realpathSync(join(binaries, 'bin', 'postgres'))
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const isStray = linkOf(`/proc/${name}/exe`) === program && linkOf(`/proc/${name}/cwd`) === pgdata
    if (isStray) signal(Number(name), 'SIGKILL')
  }
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    // The process has gone, or belongs to somebody else: not ours to kill in either case.
    return null
  }
}

async function isTrueWithin(timeoutMs: number, fact: () => boolean): Promise<boolean> {
  const deadlineMs = Date.now() + timeoutMs
  while (Date.now() < deadlineMs) {
    if (fact()) return true
    await sleep(10)
  }
  return false
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    // It has ended in the meantime, which is all we want.
    if (systemErrorCode(error) !== 'ESRCH') throw error
  }
}
