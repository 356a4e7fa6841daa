import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, lstatSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LocalPostgresError } from '../errors/local-postgres-error.ts'
import { findClosedFolder } from '../platform/find-closed-folder.ts'
import type { ServerUser } from '../platform/server-user.ts'
import { claim, type DataFolder, dataFolderAt } from './data-folder.ts'
import { isAlive, listLeases } from './lease.ts'
import { releaseSharedMemory } from './shared-memory.ts'

const prefix = 'evenkeel-postgres.'

// A folder without a lease is one whose maker is between two system calls, or died there.
const setUpTimeMs = 60_000

/** A data folder that lives as long as its server. */
export function createTemporaryFolder(user: ServerUser | null): DataFolder {
  const folder = dataFolderAt(mkdtempSync(join(temporaryRoot(user), prefix)))
  claim(folder)
  if (user !== null) {
    chownSync(folder.marker, user.uid, user.gid)
    chownSync(folder.path, user.uid, user.gid)
  }
  chmodSync(folder.path, 0o700)
  return folder
}

/**
 * Removes the folders whose servers died together with everybody who could have cleaned up.
 *
 * A lease without a living process behind it is proof (see lease.ts). Failing here is no reason to refuse a
 * start that has nothing to do with the old folder, so what cannot be looked at is left alone.
 */
export function sweepTemporaryFolders(user: ServerUser | null): void {
  const root = temporaryRoot(user)
  const owners = [process.geteuid?.(), user?.uid]
  for (const name of readdirSync(root)) {
    if (!name.startsWith(prefix)) continue
    const folder = dataFolderAt(join(root, name))
    const found = lstatSync(folder.path, { throwIfNoEntry: false })
    if (found?.isDirectory() && owners.includes(found.uid) && isAbandoned(folder, found.mtimeMs)) {
      removeFolder(folder, user)
    }
  }
}

/**
 * Deletes a data folder with the rights of the server's user: root never walks through, deleting, a folder in
 * which somebody else could swap a directory for a link under its feet.
 */
export function removeFolder(folder: DataFolder, user: ServerUser | null): void {
  releaseSharedMemory(folder, user)
  spawnSync('rm', ['-rf', '--', folder.path], { ...user, cwd: '/' })
}

function isAbandoned(folder: DataFolder, changedAtMs: number): boolean {
  try {
    const leases = listLeases(folder)
    if (leases.length > 0) return leases.every((lease) => !isAlive(lease))
    return existsSync(folder.marker) && Date.now() - changedAtMs > setUpTimeMs
  } catch {
    return false
  }
}

/** TMPDIR where the server's user can go there. It may point into root's private home. */
function temporaryRoot(user: ServerUser | null): string {
  const candidates = [tmpdir(), '/tmp', '/var/tmp']
  for (const root of candidates) {
    if (existsSync(root) && findClosedFolder(root, user) === null) return root
  }
  throw new LocalPostgresError(
    'data_folder_unreachable',
    `The user that PostgreSQL runs as can enter none of ${candidates.join(', ')}. ` +
      'Set TMPDIR to a folder it can use.',
    { candidates },
  )
}
