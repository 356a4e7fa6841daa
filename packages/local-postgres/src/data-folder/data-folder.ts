import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { LocalPostgresError } from '../errors/local-postgres-error.ts'
import { systemErrorCode } from '../errors/system-error.ts'
import { findClosedFolder } from '../platform/find-closed-folder.ts'
import { isPostgresVersion, type PostgresVersion } from '../platform/postgres-versions.ts'
import type { ServerUser } from '../platform/server-user.ts'

/**
 * What lies in a data folder. PostgreSQL's own files have a folder for themselves, because initdb wants an
 * empty one and because it is made under another name first (see init-cluster.ts).
 */
export type DataFolder = {
  readonly path: string
  readonly marker: string
  readonly pgdata: string
  readonly password: string
  readonly log: string
  readonly server: string
}

const markerText = 'This folder belongs to @evenkeel/local-postgres. Delete it as a whole or not at all.\n'

export function dataFolderAt(path: string): DataFolder {
  return {
    path,
    marker: join(path, '.evenkeel-postgres'),
    pgdata: join(path, 'pgdata'),
    password: join(path, 'password'),
    log: join(path, 'postgres.log'),
    server: join(path, 'server.json'),
  }
}

/** Makes the folder, or takes up one that we made before. Never touches a folder that holds anything else. */
export function openDataFolder(dataDir: string, user: ServerUser | null): DataFolder {
  const folder = dataFolderAt(resolve(dataDir))
  try {
    mkdirSync(folder.path, { recursive: true })
    if (!existsSync(folder.marker)) claim(folder)
    giveToUser(folder, user)
  } catch (error) {
    if (!(error instanceof LocalPostgresError)) throw unreachable(folder.path, error)
    throw error
  }
  const closed = findClosedFolder(folder.path, user)
  if (closed !== null) throw unreachable(closed)
  return folder
}

/** Marks a new or empty folder as ours. */
export function claim(folder: DataFolder): void {
  const strangers = readdirSync(folder.path)
  if (strangers.includes('.evenkeel-postgres')) return
  if (strangers.length > 0) {
    const some = strangers.slice(0, 3).join(', ')
    throw new LocalPostgresError(
      'data_folder_foreign',
      `${folder.path} was not made by this package and is not empty (it holds ${some}). ` +
        'Name a new or empty folder.',
      { dataDir: folder.path },
    )
  }
  writeFileSync(folder.marker, markerText, { mode: 0o600 })
}

/** The major of the cluster in the folder, or null when none was made yet. */
export function clusterVersion(folder: DataFolder): PostgresVersion | null {
  const file = join(folder.pgdata, 'PG_VERSION')
  if (!existsSync(file)) return null
  const version = Number(readFileSync(file, 'utf8'))
  if (isPostgresVersion(version)) return version
  throw new LocalPostgresError(
    'data_folder_version',
    `${folder.path} holds a PostgreSQL ${version} cluster, which this package cannot start. ` +
      'Name another folder.',
    { dataDir: folder.path, found: version },
  )
}

/** PostgreSQL insists on folders that nobody else can enter. */
function giveToUser(folder: DataFolder, user: ServerUser | null): void {
  const owner = statSync(folder.path).uid
  const wanted = user?.uid ?? process.geteuid?.()
  if (user !== null && owner === 0) {
    chownSync(folder.path, user.uid, user.gid)
    chownSync(folder.marker, user.uid, user.gid)
  } else if (owner !== wanted) {
    throw new LocalPostgresError(
      'data_folder_unreachable',
      `${folder.path} belongs to the user with id ${owner}, so PostgreSQL cannot run on it here. ` +
        'Start as that user or name another folder.',
      { dataDir: folder.path, owner },
    )
  }
  chmodSync(folder.path, 0o700)
}

function unreachable(path: string, cause?: unknown): LocalPostgresError {
  if (systemErrorCode(cause) === 'ENOSPC') {
    return new LocalPostgresError(
      'disk_full',
      `The disk that holds ${path} is full. Free some space.`,
      {},
      { cause },
    )
  }
  return new LocalPostgresError(
    'data_folder_unreachable',
    cause === undefined
      ? `The user that PostgreSQL runs as cannot enter ${path}. Root lends it an ordinary user, so a ` +
          'data folder under a private home is out of its reach: name a folder elsewhere, or start as an ' +
          'ordinary user.'
      : `The data folder ${path} cannot be used. Name a folder that you may write to.`,
    { path },
    { cause },
  )
}
