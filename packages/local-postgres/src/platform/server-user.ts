import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { LocalPostgresError } from '../errors/local-postgres-error.ts'

/** Who PostgreSQL runs as when that is not ourselves. */
export type ServerUser = { readonly uid: number; readonly gid: number }

/**
 * PostgreSQL refuses to run as root, so root lends it another user: the owner of the data folder when that is
 * an ordinary user, else `postgres`, else `nobody`. Everybody else runs it as themselves (null).
 */
export function findServerUser(dataDir: string | undefined): ServerUser | null {
  if (process.geteuid?.() !== 0) return null
  const owner = dataDir === undefined ? null : ordinaryOwner(dataDir)
  const user = owner ?? namedUser('postgres') ?? namedUser('nobody')
  if (user !== null) return user
  throw new LocalPostgresError(
    'no_unprivileged_user',
    'PostgreSQL refuses to run as root, and this machine has neither a "postgres" nor a "nobody" ' +
      'user to run it as. Create one (useradd --system postgres) or start as an ordinary user.',
  )
}

function ordinaryOwner(folder: string): ServerUser | null {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found === undefined || found.uid === 0) return null
  // initdb looks its user up by id, so a number that no user has (from a container, say) is of no use.
  const isKnown = spawnSync('id', ['-u', String(found.uid)]).status === 0
  return isKnown ? { uid: found.uid, gid: found.gid } : null
}

// `id` rather than /etc/passwd: users may live in a directory service, and on macOS they do.
function namedUser(name: string): ServerUser | null {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const answer = spawnSync('id', [flag, name], { encoding: 'utf8' })
    return answer.status === 0 ? Number(answer.stdout) : Number.NaN
  })
  return uid !== undefined && gid !== undefined && uid > 0 && !Number.isNaN(gid) ? { uid, gid } : null
}
