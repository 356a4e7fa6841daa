import {
  closeSync,
  constants,
  existsSync,
  fchownSync,
  ftruncateSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import type { ServerUser } from '../platform/server-user.ts'
import type { DataFolder } from './data-folder.ts'

const longestLogBytes = 16 * 1024 * 1024
const { O_APPEND, O_CREAT, O_NOFOLLOW, O_RDWR, O_WRONLY } = constants

/** Opens the log for appending; every line of the server and its keeper goes there. */
export function openLog(folder: DataFolder, user: ServerUser | null): number {
  const file = openSync(folder.log, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0o600)
  if (user !== null) fchownSync(file, user.uid, user.gid)
  return file
}

/**
 * Keeps the log from filling the disk: the end of a long one is set aside, over the last such piece, and the
 * log is emptied.
 *
 * It is emptied in place because PostgreSQL holds it open. Appending makes that safe: its next line lands at
 * the new end. Lines written while this happens are lost, which a log of this kind can bear.
 */
export function boundLog(folder: DataFolder, limitBytes: number = longestLogBytes): void {
  const length = logLength(folder)
  if (length <= limitBytes) return
  const file = openSync(folder.log, O_RDWR | O_NOFOLLOW)
  const ending = Buffer.alloc(limitBytes)
  const read = readSync(file, ending, 0, limitBytes, length - limitBytes)
  const aside = `${folder.log}.1`
  rmSync(aside, { force: true })
  writeFileSync(aside, ending.subarray(0, read), { flag: 'wx', mode: 0o600 })
  ftruncateSync(file)
  closeSync(file)
}

export function logLength(folder: DataFolder): number {
  return statSync(folder.log, { throwIfNoEntry: false })?.size ?? 0
}

/** The last lines written since the log was `fromBytes` long; at most 4 KB of them. */
export function lastLogLines(folder: DataFolder, fromBytes = 0): string {
  if (!existsSync(folder.log)) return ''
  const length = logLength(folder)
  const start = Math.max(fromBytes <= length ? fromBytes : 0, length - 4096)
  const bytes = Buffer.alloc(length - start)
  const file = openSync(folder.log, 'r')
  const read = readSync(file, bytes, 0, bytes.length, start)
  closeSync(file)
  return bytes.toString('utf8', 0, read).trim().split('\n').slice(-15).join('\n')
}
