import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { LocalPostgresError } from '../errors/local-postgres-error.ts'
import { systemErrorCode } from '../errors/system-error.ts'
import { findClosedFolder } from './find-closed-folder.ts'
import type { ServerUser } from './server-user.ts'

/**
 * The folder in which this user keeps runnable copies of PostgreSQL.
 *
 * What lies there is executed, so it must be ours alone to write: a folder that belongs to somebody else, or
 * that others may write to, is refused and never used, because a local user who got there first could have
 * planted a program in it. The temporary folder comes last, for users without a home.
 */
export function openCacheFolder(user: ServerUser | null, candidates = cacheCandidates()): string {
  for (const folder of candidates) {
    if (!tryToCreate(folder)) continue
    refuseUntrusted(folder)
    if (findClosedFolder(folder, user) === null) return folder
  }
  throw new LocalPostgresError(
    'cache_unusable',
    `None of ${candidates.join(', ')} can be written to. Make one of them writable, or set XDG_CACHE_HOME.`,
    { candidates },
  )
}

function cacheCandidates(): string[] {
  const uid = process.geteuid?.() ?? 0
  const temporary = join(tmpdir(), `evenkeel-postgres-cache-${uid}`)
  if (uid === 0) return ['/var/cache/evenkeel-postgres', temporary]
  const caches =
    process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache')
  return [join(process.env['XDG_CACHE_HOME'] || caches, 'evenkeel-postgres'), temporary]
}

function tryToCreate(folder: string): boolean {
  try {
    const created = mkdirSync(folder, { recursive: true })
    // Not left to the umask: the user that root lends to the server must be able to read what lies here.
    if (created !== undefined) chmodSync(folder, 0o755)
    return true
  } catch (error) {
    // A dangling link or a file in our place is no folder we may use; lstat then refuses it with its reason.
    if (systemErrorCode(error) === 'EEXIST') return true
    if (['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return false
    throw error
  }
}

function refuseUntrusted(folder: string): void {
  const found = lstatSync(folder)
  const isOurs = found.isDirectory() && found.uid === process.geteuid?.() && (found.mode & 0o022) === 0
  if (isOurs) return
  throw new LocalPostgresError(
    'cache_untrusted',
    `${folder} is not a folder that only you can write to, so the programs in it cannot be trusted. ` +
      'Find out who made it, then remove it and start again.',
    { folder, owner: found.uid, mode: (found.mode & 0o7777).toString(8) },
  )
}
