import { closeSync } from 'node:fs'
import { type DataFolder, dataFolderAt } from '../data-folder/data-folder.ts'
import { leaseOf, removeLease } from '../data-folder/lease.ts'
import { boundLog, lastLogLines, openLog } from '../data-folder/log-file.ts'
import { removeOldAnswers } from '../data-folder/membership.ts'
import { clearStalePostmasterFile } from '../data-folder/postmaster-file.ts'
import { publishServer, withdrawServer } from '../data-folder/server-file.ts'
import { removeFolder } from '../data-folder/temporary-folders.ts'
import { isLocalPostgresError } from '../errors/local-postgres-error.ts'
import { endPostmaster, killStrays } from './clear-away.ts'
import { watchDoor } from './door.ts'
import { initCluster } from './init-cluster.ts'
import { inheritedLease, type KeeperOrder, type KeeperReport } from './keeper-order.ts'
import { type Postmaster, startPostmaster } from './start-postmaster.ts'

/**
 * The keeper: a process of its own that starts PostgreSQL, keeps it while it has users, and leaves nothing
 * behind.
 *
 *   user ──┐ writing ends                       reading ends
 *   user ──┼────────────▶ lease (a FIFO) ◀──────── keeper ◀─ parent-death signal ─ postmaster ── backends
 *   user ──┘
 *
 * | what dies                 | who notices                           | what follows                       |
 * | ------------------------- | ------------------------------------- | ---------------------------------- |
 * | a user, others remain     | nobody needs to                       | nothing                            |
 * | the last user, in any way | the keeper: end of file on the lease  | it ends PostgreSQL and tidies up   |
 * | the postmaster            | the keeper: its child exits           | it kills stray backends, tidies up |
 * | the keeper                | PostgreSQL: the kernel sends it QUIT  | it ends; users see the lease die   |
 * |                           | its starter: its child exits          | it makes sure, and tidies up       |
 * | keeper and users together | PostgreSQL: the kernel sends it QUIT  | it ends; the next start tidies up  |
 * | all of them together      | nobody is left                        | the next start tidies up           |
 *
 * It is a Node program and not a shell script, at 40 MB, because a shell can wait for one thing only: either
 * for the users to leave or for PostgreSQL to end. Two shells that watch each other have a blind side each.
 */
async function keep(order: KeeperOrder): Promise<void> {
  const folder = dataFolderAt(order.dataDir)
  const lease = leaseOf(folder, order.leaseId)
  const { everyoneLeft } = watchDoor(folder, lease, inheritedLease)
  const toldToStop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => toldToStop.abort())
  try {
    await serve(folder, order, AbortSignal.any([everyoneLeft, toldToStop.signal]))
  } catch (error) {
    if (!everyoneLeft.aborted && !toldToStop.signal.aborted) await report(failure(error))
  }
  withdrawServer(folder)
  if (order.isTemporary) removeFolder(folder, order.user)
  else removeLease(lease)
  // The channel to the starter and the timer of the door are still open, and nothing is left to be done.
  process.exit()
}

/** Runs PostgreSQL until `stop` is aborted or it ends by itself. */
async function serve(folder: DataFolder, order: KeeperOrder, stop: AbortSignal): Promise<void> {
  boundLog(folder)
  removeOldAnswers(folder)
  const inherited = { log: openLog(folder, order.user), lease: inheritedLease }
  await initCluster(folder, order, inherited, stop)
  clearStalePostmasterFile(folder)
  // From here on, and no earlier, what runs on the folder is ours to kill.
  try {
    const postmaster = await startPostmaster(folder, order, inherited, stop)
    closeSync(inherited.log)
    await attend(folder, order, postmaster, stop)
  } finally {
    await killStrays(folder, order.binaries)
  }
}

/** Makes the server known, sees that its log stays bounded, and ends it when it is no longer wanted. */
async function attend(
  folder: DataFolder,
  order: KeeperOrder,
  postmaster: Postmaster,
  stop: AbortSignal,
): Promise<void> {
  const { leaseId, version, durable, settings } = order
  const { pid, port } = postmaster
  publishServer(folder, { leaseId, pid, keeperPid: process.pid, port, version, durable, settings })
  await report({ kind: 'ready' })

  let hasEnded = false
  const ended = postmaster.ended.then(() => {
    hasEnded = true
  })
  const stopped = new Promise<void>((resolve) => {
    stop.addEventListener('abort', () => resolve())
    if (stop.aborted) resolve()
  })
  const bounding = setInterval(() => boundLog(folder), 10_000)
  await Promise.race([ended, stopped])
  clearInterval(bounding)
  if (hasEnded) await report({ kind: 'crashed', lastLines: lastLogLines(folder) })
  else await endPostmaster(folder, order.binaries, pid, () => hasEnded)
}

/** Tells the starter, if it is still there to listen. */
function report(message: KeeperReport): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) return resolve()
    process.send(message, () => resolve())
  })
}

function failure(error: unknown): KeeperReport {
  if (isLocalPostgresError(error)) {
    return { kind: 'failed', code: error.code, message: error.message, details: error.details }
  }
  const message = error instanceof Error ? error.message : String(error)
  return {
    kind: 'failed',
    code: 'start_failed',
    message: `PostgreSQL could not be started: ${message}`,
    details: {},
  }
}

// The order comes from ask-keeper.ts of the same version of this package, so its shape needs no checking.
await keep(JSON.parse(process.argv[2] ?? '') as KeeperOrder)
