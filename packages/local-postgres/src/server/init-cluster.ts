import { existsSync, renameSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataFolder } from '../data-folder/data-folder.ts'
import { lastLogLines, logLength } from '../data-folder/log-file.ts'
import { writeNewPassword } from '../data-folder/password.ts'
import { killStrays } from './clear-away.ts'
import { explainDelay, explainFailure } from './explain-failure.ts'
import type { KeeperOrder } from './keeper-order.ts'
import { runProgram } from './run-program.ts'

/**
 * Makes the cluster of a new data folder.
 *
 * initdb works under another name and the result is renamed, so that a start that is killed half-way leaves
 * nothing that could be taken for a cluster.
 */
export async function initCluster(
  folder: DataFolder,
  order: KeeperOrder,
  inherited: { log: number; lease: number },
  cancelled: AbortSignal,
): Promise<void> {
  if (existsSync(join(folder.pgdata, 'PG_VERSION'))) return
  const unfinished = `${folder.pgdata}.unfinished`
  writeNewPassword(folder, order.user)
  const logStart = logLength(folder)
  for (const locale of localeArguments(order.version)) {
    await rm(unfinished, { recursive: true, force: true })
    const initdb = runProgram({
      command: [
        join(order.binaries, 'bin', 'initdb'),
        ...['--pgdata', unfinished, '--username', 'postgres', '--pwfile', folder.password],
        ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--no-instructions', ...locale],
        ...(order.durable ? [] : ['--no-sync']),
      ],
      user: order.user,
      ...inherited,
    })
    const late = AbortSignal.timeout(Math.max(0, order.deadlineMs - Date.now()))
    const interrupted = AbortSignal.any([cancelled, late])
    interrupted.addEventListener('abort', () => initdb.kill('SIGKILL'))
    const end = await initdb.ended
    if (interrupted.aborted) await killStrays(folder, order.binaries)
    cancelled.throwIfAborted()
    if (late.aborted) throw explainDelay('initdb', lastLogLines(folder, logStart), folder.log)
    if (end.status === 0) return renameSync(unfinished, folder.pgdata)
    if (!/invalid locale name/.test(lastLogLines(folder, logStart))) break
  }
  throw explainFailure('initdb', lastLogLines(folder, logStart), folder.log)
}

/**
 * Text is ordered by code point on every machine. PostgreSQL brings that order itself from 17 on; before, the
 * system's C.UTF-8 gives the same, and where even that is unknown, plain C does.
 */
function localeArguments(version: number): string[][] {
  const builtin = version >= 17 ? [['--locale-provider=builtin', '--locale=C.UTF-8']] : [['--locale=C.UTF-8']]
  const plain =
    version >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'] : ['--locale=C']
  return [...builtin, plain]
}
