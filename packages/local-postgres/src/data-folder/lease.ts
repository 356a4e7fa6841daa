import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  existsSync,
  lchownSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { systemErrorCode } from '../errors/system-error.ts'
import type { ServerUser } from '../platform/server-user.ts'
import type { DataFolder } from './data-folder.ts'

/**
 * A lease is a FIFO in the data folder that stands for one server, and the kernel keeps its books.
 *
 * Reading ends are held by everything that belongs to the server: its keeper and, by inheritance, the
 * postmaster and every backend. Writing ends are held by the server's users, one for each `startPostgres`.
 * Both vanish with their process, however it dies, and cannot be mistaken for those of another process that
 * was given the same id since. Hence
 *
 * - a lease that nobody reads proves that no process of that server is left, and stays so: a lease is opened
 *   for reading once, before it gets its name;
 * - the keeper, reading, sees the end of file when the last user has left or died.
 *
 * A FIFO rather than a socket: it has no limit on the length of its path, is inherited by PostgreSQL without
 * its knowing, and works between containers that share a folder. Rather than a lock file with a process id:
 * ids are reused and mean nothing across containers.
 */
export type Lease = { readonly id: string; readonly path: string; readonly closedDoor: string }

/** A lease that we made: both ends are ours. The reading end goes on to the keeper. */
export type AnnouncedLease = { readonly lease: Lease; readonly reader: number; readonly writer: number }

const prefix = 'lease.'
const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants

export function leaseOf(folder: DataFolder, id: string): Lease {
  return { id, path: join(folder.path, prefix + id), closedDoor: join(folder.path, `closed.${id}`) }
}

export function listLeases(folder: DataFolder): Lease[] {
  const names = readdirSync(folder.path).filter((name) => name.startsWith(prefix))
  return names.map((name) => leaseOf(folder, name.slice(prefix.length)))
}

/** Makes a lease of our own. It appears under its name only when it is alive, or others would remove it. */
export function announceLease(folder: DataFolder, user: ServerUser | null): AnnouncedLease {
  const lease = leaseOf(folder, randomBytes(6).toString('hex'))
  const hidden = join(folder.path, `.${prefix}${lease.id}`)
  execFileSync('mkfifo', ['-m', '600', hidden])
  if (user !== null) lchownSync(hidden, user.uid, user.gid)
  const reader = openSync(hidden, O_RDONLY | O_NONBLOCK)
  const writer = openSync(hidden, O_WRONLY | O_NONBLOCK)
  renameSync(hidden, lease.path)
  return { lease, reader, writer }
}

export function removeLease(lease: Lease): void {
  rmSync(lease.path, { force: true })
  rmSync(lease.closedDoor, { force: true })
}

/** True while any process of the lease's server lives. */
export function isAlive(lease: Lease): boolean {
  const writer = openWriter(lease)
  if (writer !== null) closeSync(writer)
  return writer !== null
}

/**
 * Becomes a user of a server that is already there: answers with a writing end, or null when it is too late.
 *
 * The keeper closes the door before it looks a last time whether anybody came in. We come in before we look
 * at the door. One of the two therefore sees the other: never do we think we are in while the keeper leaves.
 */
export function enter(lease: Lease): number | null {
  const writer = openWriter(lease)
  if (writer === null) return null
  if (!existsSync(lease.closedDoor) && isHeard(writer)) return writer
  closeSync(writer)
  return null
}

/** Says nothing, to learn whether anybody listens: true while a process of the server lives. */
export function isHeard(writer: number): boolean {
  return say(writer, '')
}

export function say(writer: number, words: string): boolean {
  try {
    writeSync(writer, `${words}\n`)
    return true
  } catch (error) {
    if (systemErrorCode(error) === 'EPIPE') return false
    // A full pipe means that the keeper is there and slow.
    if (systemErrorCode(error) === 'EAGAIN') return true
    throw error
  }
}

function openWriter(lease: Lease): number | null {
  try {
    return openSync(lease.path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW)
  } catch (error) {
    if (['ENXIO', 'ENOENT'].includes(systemErrorCode(error) ?? '')) return null
    throw error
  }
}
