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
 * A durable server loses nothing committed on any of the three ways. One that is not may lose, on the second
 * and third, what was committed in its last second.
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
  await killStrays(folder, binaries)
  await isTrueWithin(500, hasEnded)
}

/**
 * Kills what is left of a server whose postmaster died without a word, or of an initdb, and waits until it
 * has gone. A backend notices the death only when it next waits for something, and one that computes may go
 * on for hours.
 *
 * They are known by two things together: they run our PostgreSQL, and they run in its data folder. Where the
 * kernel does not show that (macOS), they are left to notice for themselves.
 */
export async function killStrays(folder: DataFolder, binaries: string): Promise<void> {
  if (process.platform !== 'linux' || !existsSync(folder.path)) return
  const program = realpathSync(join(binaries, 'bin', 'postgres'))
  const place = `${realpathSync(folder.path)}/`
  await isTrueWithin(1000, () => {
    const strays = readdirSync('/proc').filter(
      (name) =>
        /^\d+$/.test(name) &&
        linkOf(`/proc/${name}/exe`) === program &&
        linkOf(`/proc/${name}/cwd`)?.startsWith(place),
    )
    for (const name of strays) signal(Number(name), 'SIGKILL')
    return strays.length === 0
  })
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
