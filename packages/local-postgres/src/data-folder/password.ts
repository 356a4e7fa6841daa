import { randomBytes } from 'node:crypto'
import { chownSync, closeSync, constants, existsSync, openSync, readFileSync, writeSync } from 'node:fs'
import { LocalPostgresError } from '../errors/local-postgres-error.ts'
import type { ServerUser } from '../platform/server-user.ts'
import type { DataFolder } from './data-folder.ts'

const { O_CREAT, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants

/** Draws the superuser's password, for initdb to read and for later starts to find. */
export function writeNewPassword(folder: DataFolder, user: ServerUser | null): void {
  const file = openSync(folder.password, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600)
  writeSync(file, `${randomBytes(24).toString('base64url')}\n`)
  closeSync(file)
  if (user !== null) chownSync(folder.password, user.uid, user.gid)
}

export function readPassword(folder: DataFolder): string {
  if (existsSync(folder.password)) return readFileSync(folder.password, 'utf8').trim()
  throw new LocalPostgresError(
    'password_missing',
    `${folder.password} is gone, and with it the way into the server. ` +
      'Put the file back or begin with a new folder.',
    { dataDir: folder.path },
  )
}
