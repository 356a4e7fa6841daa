import { closeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { clusterVersion, type DataFolder, openDataFolder } from './data-folder/data-folder.ts'
import { removeLease } from './data-folder/lease.ts'
import { holdMembership, type Membership } from './data-folder/membership.ts'
import { readPassword } from './data-folder/password.ts'
import { type RunningServer, readServer } from './data-folder/server-file.ts'
import { type Place, takePlace } from './data-folder/take-place.ts'
import {
  createTemporaryFolder,
  removeFolder,
  sweepTemporaryFolders,
} from './data-folder/temporary-folders.ts'
import { LocalPostgresError } from './errors/local-postgres-error.ts'
import { openCacheFolder } from './platform/cache-folder.ts'
import { findBinaries } from './platform/find-binaries.ts'
import { defaultVersion, type PostgresVersion } from './platform/postgres-versions.ts'
import { prepareBinaries } from './platform/prepare-binaries.ts'
import { findServerUser, type ServerUser } from './platform/server-user.ts'
import { askKeeper, type Keeper, untilGone } from './server/ask-keeper.ts'
import { parseStartOptions, type StartOptions, type StartRequest } from './start-options.ts'

/** A running PostgreSQL, as one of its users holds it. */
export type LocalPostgres = {
  /** `postgres://postgres:<password>@127.0.0.1:<port>/postgres`, for the superuser. */
  readonly url: string
  readonly port: number
  readonly version: PostgresVersion
  readonly dataDir: string
  readonly logFile: string
  /** The process id of the postmaster, for tests that want to see it die. */
  readonly pid: number
  /**
   * Fulfilled when the server has ended and left nothing behind, or when it was given back while others still
   * use it. Never rejected.
   */
  readonly exited: Promise<PostgresExit>
  /** Gives the server back, and waits until it has ended when we were its last user. May be called again. */
  stop(): Promise<void>
}

/** How a server came to its end. */
export type PostgresExit = {
  /** True when `stop` was called on this handle. */
  readonly wasStopped: boolean
  /** The end of the server's log when it crashed; else, or when nobody could read it any more, empty. */
  readonly lastLines: string
}

/**
 * Starts a real PostgreSQL and answers when it takes connections.
 *
 * Two starts on one `dataDir`, in one process or in many, share one server. Whatever becomes of this process,
 * its server does not outlive it; it does not keep this process alive either.
 *
 * @example
 * ```ts
 * import { startPostgres } from '@evenkeel/local-postgres'
 *
 * const postgres = await startPostgres()
 * console.log('It takes connections at', postgres.url)
 * await postgres.stop()
 * ```
 */
export async function startPostgres(options: StartOptions = {}): Promise<LocalPostgres> {
  const request = parseStartOptions(options)
  const deadlineMs = Date.now() + request.startTimeoutMs
  const user = findServerUser(request.dataDir)
  sweepTemporaryFolders(user)
  const folder =
    request.dataDir === undefined ? createTemporaryFolder(user) : openDataFolder(request.dataDir, user)
  for (;;) {
    const place = await takePlace(folder, user, deadlineMs)
    const membership = holdMembership(folder, place.lease, place.writer)
    try {
      const keeper = place.role === 'starter' ? await begin(folder, request, user, place, deadlineMs) : null
      const server = await untilReady(folder, place.lease.id, membership, deadlineMs)
      if (server !== null && place.role === 'guest') refuseOther(request, server, folder)
      if (server !== null) return handle(folder, server, membership, keeper)
    } catch (error) {
      membership.release()
      if (place.role === 'starter') removeLease(place.lease)
      if (request.dataDir === undefined) removeFolder(folder, user)
      throw error
    }
  }
}

/** Starts the server as the one who was chosen to. */
async function begin(
  folder: DataFolder,
  request: StartRequest,
  user: ServerUser | null,
  place: Place & { role: 'starter' },
  deadlineMs: number,
): Promise<Keeper> {
  const isTemporary = request.dataDir === undefined
  try {
    const version = agreeOnVersion(folder, request.version)
    const binaries = await prepareBinaries(findBinaries(version), openCacheFolder(user))
    const order = {
      dataDir: folder.path,
      leaseId: place.lease.id,
      version,
      binaries,
      user,
      isTemporary,
      durable: request.durable ?? !isTemporary,
      port: request.port ?? null,
      settings: request.settings,
      deadlineMs,
    }
    return askKeeper(order, place.lease, place.reader)
  } finally {
    closeSync(place.reader)
  }
}

function agreeOnVersion(folder: DataFolder, wanted: PostgresVersion | undefined): PostgresVersion {
  const found = clusterVersion(folder)
  if (found === null || wanted === undefined || found === wanted) return found ?? wanted ?? defaultVersion
  throw otherVersion(folder, found, wanted)
}

/**
 * The server behind the lease, or null when it ended before it was ready: then the place is to be taken
 * anew.
 */
async function untilReady(
  folder: DataFolder,
  leaseId: string,
  membership: Membership,
  deadlineMs: number,
): Promise<RunningServer | null> {
  let hasEnded = false
  void membership.ended.then(() => {
    hasEnded = true
  })
  for (;;) {
    const server = readServer(folder, leaseId)
    if (server !== null || hasEnded) return server
    if (Date.now() > deadlineMs) break
    await sleep(20)
  }
  throw new LocalPostgresError(
    'start_timeout',
    `Another start on ${folder.path} was not ready in time. Give it longer (startTimeoutMs) ` +
      `or see ${folder.log}.`,
    { dataDir: folder.path, logFile: folder.log },
  )
}

/** A guest takes the server as it is, or is told that it is not what it asked for. */
function refuseOther(request: StartRequest, server: RunningServer, folder: DataFolder): void {
  if (request.version !== undefined && request.version !== server.version) {
    throw otherVersion(folder, server.version, request.version)
  }
  const differences = [
    ...(request.port === undefined || request.port === server.port ? [] : ['port']),
    ...(request.durable === undefined || request.durable === server.durable ? [] : ['durable']),
    ...Object.keys(request.settings).filter((name) => request.settings[name] !== server.settings[name]),
  ]
  if (differences.length === 0) return
  throw new LocalPostgresError(
    'server_differs',
    `A server already runs on ${folder.path}, at port ${server.port}, with another ` +
      `${differences.join(', ')}. ` +
      'Leave that out to share it, or stop it first.',
    { dataDir: folder.path, port: server.port, differences },
  )
}

function otherVersion(
  folder: DataFolder,
  found: PostgresVersion,
  wanted: PostgresVersion,
): LocalPostgresError {
  return new LocalPostgresError(
    'data_folder_version',
    `${folder.path} was made by PostgreSQL ${found} and version ${wanted} was asked for. ` +
      `Start it with ${found}, or name a new folder and move the data by dump and restore.`,
    { dataDir: folder.path, found, wanted },
  )
}

function handle(
  folder: DataFolder,
  server: RunningServer,
  membership: Membership,
  keeper: Keeper | null,
): LocalPostgres {
  let stopping: Promise<void> | undefined
  const ended = keeper?.ended ?? membership.ended.then(() => ({ lastLines: '' }))
  const givenBack = Promise.withResolvers<{ lastLines: string }>()

  async function giveBack(): Promise<void> {
    const hasEnded = await membership.leave()
    if (hasEnded) await (keeper === null ? untilGone(server.keeperPid) : keeper.waitForEnd())
    givenBack.resolve({ lastLines: '' })
  }
  function stop(): Promise<void> {
    stopping ??= giveBack()
    return stopping
  }
  const exit = Promise.race([ended, givenBack.promise])
  return {
    url: `postgres://postgres:${readPassword(folder)}@127.0.0.1:${server.port}/postgres`,
    port: server.port,
    version: server.version,
    dataDir: folder.path,
    logFile: folder.log,
    pid: server.pid,
    exited: exit.then(({ lastLines }) => ({ wasStopped: stopping !== undefined, lastLines })),
    stop,
  }
}
