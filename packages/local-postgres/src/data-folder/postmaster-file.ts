import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { LocalPostgresError } from '../errors/local-postgres-error.ts'
import { systemErrorCode } from '../errors/system-error.ts'
import type { DataFolder } from './data-folder.ts'
import { readIfThere } from './read-if-there.ts'

/** What a running postmaster says about itself, line by line, in `postmaster.pid`. */
export type PostmasterFile = { readonly pid: number; readonly isReady: boolean }

export function readPostmasterFile(folder: DataFolder): PostmasterFile | null {
  const text = readIfThere(postmasterPath(folder))
  if (text === null) return null
  const lines = text.split('\n')
  return { pid: Number(lines[0]), isReady: lines[7]?.trim() === 'ready' }
}

/**
 * Clears what a killed server left in the way of the next one.
 *
 * PostgreSQL sees for itself that the process of an old file has died. What it cannot see is that the id has
 * since been given to another program of the same user, or that the dead process was never buried by its
 * parent: then it refuses to start. Removing the file of a server that does live would destroy its data, so
 * this may be called only by the starter of a folder (no server of ours is left then), and only for a process
 * that is no PostgreSQL.
 */
export function clearStalePostmasterFile(folder: DataFolder): void {
  const pid = readPostmasterFile(folder)?.pid
  if (pid === undefined || !canBeSignalled(pid)) return
  if (!isPostgres(pid)) {
    rmSync(postmasterPath(folder), { force: true })
    return
  }
  throw new LocalPostgresError(
    'data_folder_in_use',
    `A PostgreSQL that this package did not start (process ${pid}) ` +
      `already runs on ${folder.pgdata}. Stop it first.`,
    { dataDir: folder.path, pid },
  )
}

function postmasterPath(folder: DataFolder): string {
  return join(folder.pgdata, 'postmaster.pid')
}

function canBeSignalled(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return systemErrorCode(error) === 'EPERM'
  }
}

function isPostgres(pid: number): boolean {
  const status = readIfThere(`/proc/${pid}/status`)
  if (status !== null) {
    // A dead process that its parent never asks about (in a container, say) still answers to its id.
    const isDead = /^State:\s+[ZX]/m
    return /^Name:\s+postgres$/m.test(status) && !isDead.test(status)
  }
  const answer = spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' })
  // Where neither can be asked nothing is known, and the safe guess is that the process is a PostgreSQL.
  return answer.status === null || basename(answer.stdout.trim()) === 'postgres'
}
