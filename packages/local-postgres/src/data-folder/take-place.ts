import { closeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { LocalPostgresError } from '../errors/local-postgres-error.ts'
import type { ServerUser } from '../platform/server-user.ts'
import type { DataFolder } from './data-folder.ts'
import { announceLease, enter, isAlive, type Lease, listLeases, removeLease } from './lease.ts'

/** Our place on a data folder: we start its server, or use the one that another start began. */
export type Place =
  | { readonly role: 'starter'; readonly lease: Lease; readonly writer: number; readonly reader: number }
  | { readonly role: 'guest'; readonly lease: Lease; readonly writer: number }

/**
 * Decides, among any number of processes, who starts the server of a folder: at most one at a time.
 *
 *   1. Look. Leases that nobody reads are dead for good and are removed. If one lives, enter it and be its
 *      guest; if its door is closed, that server is ending: wait until it has gone.
 *   2. If none lives, announce a lease of our own.
 *   3. Look again. If no other lives, we are the starter.
 *   4. Else withdraw, wait for a random moment and begin again.
 *
 * Announcing before looking is what makes it safe: of two candidates the later announcer sees the earlier
 * one, and no candidate goes on while it sees another. Both may withdraw; the random wait parts them.
 */
export async function takePlace(
  folder: DataFolder,
  user: ServerUser | null,
  deadlineMs: number,
): Promise<Place> {
  while (Date.now() < deadlineMs) {
    const living = livingLeases(folder)
    if (living.length === 0) {
      const { lease, reader, writer } = announceLease(folder, user)
      const isAlone = livingLeases(folder).every((other) => other.id === lease.id)
      if (isAlone) return { role: 'starter', lease, reader, writer }
      closeSync(reader)
      closeSync(writer)
      removeLease(lease)
    }
    for (const lease of living) {
      const writer = enter(lease)
      if (writer !== null) return { role: 'guest', lease, writer }
    }
    await sleep(5 + Math.random() * 45)
  }
  throw new LocalPostgresError(
    'start_timeout',
    `Processes of an earlier server still work in ${folder.path}. ` +
      'Wait for them to end, or end them, and start again.',
    { dataDir: folder.path },
  )
}

function livingLeases(folder: DataFolder): Lease[] {
  const leases = listLeases(folder)
  const living = leases.filter(isAlive)
  for (const lease of leases) if (!living.includes(lease)) removeLease(lease)
  return living
}
