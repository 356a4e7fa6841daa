import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DataFolder } from '../data-folder/data-folder.ts'
import { lastLogLines, logLength } from '../data-folder/log-file.ts'
import { readPostmasterFile } from '../data-folder/postmaster-file.ts'
import { isLocalPostgresError } from '../errors/local-postgres-error.ts'
import { explainDelay, explainFailure } from './explain-failure.ts'
import { freePort } from './free-port.ts'
import type { KeeperOrder } from './keeper-order.ts'
import { type Program, type ProgramEnd, runProgram } from './run-program.ts'
import { serverArguments } from './server-arguments.ts'

export type Postmaster = Program & { readonly pid: number; readonly port: number }

const mostPortsTried = 10

/**
 * Starts PostgreSQL and waits until it takes connections. When it does not get that far, nothing is left of
 * it.
 */
export async function startPostmaster(
  folder: DataFolder,
  order: KeeperOrder,
  inherited: { log: number; lease: number },
  cancelled: AbortSignal,
): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const port = order.port ?? (await freePort())
    try {
      return await tryPort(folder, order, inherited, cancelled, port)
    } catch (error) {
      const isLostRace = isLocalPostgresError(error) && error.code === 'port_taken' && order.port === null
      if (!isLostRace || attempt === mostPortsTried) throw error
    }
  }
}

async function tryPort(
  folder: DataFolder,
  order: KeeperOrder,
  inherited: { log: number; lease: number },
  cancelled: AbortSignal,
  port: number,
): Promise<Postmaster> {
  const logStart = logLength(folder)
  const program = runProgram({
    command: [
      join(order.binaries, 'bin', 'postgres'),
      ...serverArguments({
        pgdata: folder.pgdata,
        port,
        durable: order.durable,
        settings: order.settings,
        isTemporary: order.isTemporary,
      }),
    ],
    user: order.user,
    ...inherited,
  })
  let end: ProgramEnd | undefined
  void program.ended.then((result) => {
    end = result
  })
  while (end === undefined) {
    const found = readPostmasterFile(folder)
    if (program.pid !== undefined && found?.pid === program.pid && found.isReady) {
      return { ...program, pid: program.pid, port }
    }
    const isLate = Date.now() > order.deadlineMs
    if (isLate || cancelled.aborted) {
      program.kill('SIGQUIT')
      await Promise.race([program.ended, sleep(2000, undefined, { ref: false })])
      program.kill('SIGKILL')
      cancelled.throwIfAborted()
      throw explainDelay('PostgreSQL', lastLogLines(folder, logStart), folder.log)
    }
    await sleep(10)
  }
  throw explainFailure('PostgreSQL', lastLogLines(folder, logStart), folder.log)
}
