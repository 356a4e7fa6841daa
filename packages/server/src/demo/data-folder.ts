import { createHash } from 'node:crypto'
import { accessSync, constants, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/**
 * Where the demo keeps its database: in the checkout, so that deleting the checkout deletes it all. Where that cannot
 * be, because PostgreSQL may not go there or we may not write there, in the user's own place for data, under a name
 * of its own for each checkout.
 */
export function demoDataFolder(environment: NodeJS.ProcessEnv, checkout: string): string {
  const given = environment['EVENKEEL_DEMO_DATA']
  if (given) return resolve(given)
  const isRoot = process.geteuid?.() === 0
  // Root lends PostgreSQL an ordinary user, who comes through only where everybody does.
  if (isRoot ? isOpenToAll(checkout) : isWritable(checkout)) return join(checkout, '.evenkeel/postgres')
  const name = createHash('sha256').update(checkout).digest('hex').slice(0, 12)
  const ownPlace = environment['XDG_DATA_HOME'] || join(homedir(), '.local/share')
  return isRoot ? join('/var/lib/evenkeel', name) : join(ownPlace, 'evenkeel', name)
}

function isOpenToAll(folder: string): boolean {
  const parent = dirname(folder)
  return (statSync(folder).mode & 0o001) !== 0 && (parent === folder || isOpenToAll(parent))
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
