import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync } from 'node:fs'
import { extname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type DataFolder, dataFolderAt } from '../data-folder/data-folder.ts'
import { isAlive, type Lease, removeLease } from '../data-folder/lease.ts'
import { openLog } from '../data-folder/log-file.ts'
import { readPostmasterFile } from '../data-folder/postmaster-file.ts'
import { removeFolder } from '../data-folder/temporary-folders.ts'
import { LocalPostgresError } from '../errors/local-postgres-error.ts'
import { endPostmaster } from './clear-away.ts'
import type { KeeperOrder, KeeperReport } from './keeper-order.ts'

/** The keeper as the process that started it sees it. */
export type Keeper = {
  /**
   * Fulfilled when the keeper and all it kept have gone; with the log's last lines when PostgreSQL crashed.
   */
  readonly ended: Promise<{ readonly lastLines: string }>
  /** As `ended`, and keeps the host process alive until then. */
  waitForEnd(): Promise<unknown>
}

const reportMarginMs = 10_000

/**
 * Starts a keeper, hands it the lease, and waits until its PostgreSQL takes connections. The keeper has its
 * own copy of the reading end when this returns its promise, so the caller then closes the one it has.
 */
export async function askKeeper(order: KeeperOrder, lease: Lease, reader: number): Promise<Keeper> {
  const folder = dataFolderAt(order.dataDir)
  const log = openLog(folder, order.user)
  const child = spawn(process.execPath, [keeperProgram(), JSON.stringify(order)], {
    // In a session of its own: Ctrl-C in a terminal is for the host, which may want to say goodbye to its
    // database.
    detached: true,
    cwd: '/',
    env: ownEnvironment(),
    // The reader's place in this list is `inheritedLease`.
    stdio: ['ignore', log, log, reader, 'ipc'],
  })
  closeSync(log)
  const keeper = watchKeeper(child, folder, order, lease)
  const margin = setTimeout(() => child.kill('SIGKILL'), order.deadlineMs + reportMarginMs - Date.now())
  const report = await Promise.race([firstReport(child), keeper.ended.then(() => null)])
  clearTimeout(margin)
  if (report?.kind === 'ready') {
    child.unref()
    child.channel?.unref()
    return keeper
  }
  // Still held: a host that has nothing else to do would otherwise end here, before it has heard why.
  await keeper.ended
  if (report?.kind === 'failed') throw new LocalPostgresError(report.code, report.message, report.details)
  throw new LocalPostgresError('start_failed', 'The process that was to start PostgreSQL died. Start again.')
}

/** Listens for the end, and does the keeper's last duties when it was killed before it could. */
function watchKeeper(child: ChildProcess, folder: DataFolder, order: KeeperOrder, lease: Lease): Keeper {
  let lastLines = ''
  child.on('message', (message) => {
    const report = asReport(message)
    if (report.kind === 'crashed') lastLines = report.lastLines
  })
  const gone = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    // The last report may still be on its way when the process has gone; the channel closes after it.
    child.once('exit', () => (child.connected ? child.once('disconnect', () => resolve()) : resolve()))
  })
  async function finish(): Promise<{ lastLines: string }> {
    await gone
    if (existsSync(lease.path)) await takeOver(folder, order, lease)
    return { lastLines }
  }
  const ended = finish()
  function waitForEnd(): Promise<unknown> {
    child.ref()
    child.channel?.ref()
    return ended
  }
  return { ended, waitForEnd }
}

/**
 * A keeper that ends in order removes its lease. If the lease is still there the keeper was killed; the
 * kernel then ends PostgreSQL where it can, and where it cannot we do. As long as the lease lives nobody else
 * can have started on this folder, so the process id in it is that of our server.
 */
async function takeOver(folder: DataFolder, order: KeeperOrder, lease: Lease): Promise<void> {
  if (isAlive(lease)) {
    const pid = readPostmasterFile(folder)?.pid
    if (pid !== undefined) await endPostmaster(folder, order.binaries, pid, () => !isAlive(lease))
  }
  if (order.isTemporary) removeFolder(folder, order.user)
  else removeLease(lease)
}

/**
 * For users who did not start the keeper: waits for the last moments of one that has already cleared
 * everything away, so that nothing at all is left when `stop` returns. Bounded, because the id may soon be
 * another's.
 */
export async function untilGone(keeperPid: number): Promise<void> {
  for (let look = 0; look < 100 && isRunning(keeperPid); look++) await sleep(10)
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function firstReport(child: ChildProcess): Promise<KeeperReport> {
  return new Promise((resolve) => {
    child.once('message', (message) => resolve(asReport(message)))
  })
}

function asReport(message: unknown): KeeperReport {
  // Only keeper.ts of the same version of this package speaks on this channel.
  return message as KeeperReport
}

/** The program beside this file: TypeScript in the repository, JavaScript where the package is installed. */
function keeperProgram(): string {
  return fileURLToPath(new URL(`./keeper${extname(import.meta.url)}`, import.meta.url))
}

/**
 * Ours without what would make a second Node do strange things: inspect itself, load hooks, write coverage.
 */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NODE_')))
}
