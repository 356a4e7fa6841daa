import { isLocalPostgresError, type LocalPostgres, startPostgres } from '@evenkeel/local-postgres'
import { exitCodes } from '../processes/exit-codes.ts'
import type { Part } from '../processes/run-parts.ts'
import { StartError } from '../processes/start-error.ts'

export interface LocalPostgresPart extends Part {
  readonly url: string
  readonly dataDir: string
}

/** A PostgreSQL of the demo's own, whose data survives a crash of the machine and the end of the demo. */
export async function startLocalPostgres(dataDir: string): Promise<LocalPostgresPart> {
  try {
    const postgres = await startPostgres({ dataDir, durable: true })
    return {
      name: 'PostgreSQL',
      url: postgres.url,
      dataDir: postgres.dataDir,
      ended: untoldEnd(postgres.exited, postgres.logFile),
      stop: () => postgres.stop(),
    }
  } catch (error) {
    if (!isLocalPostgresError(error)) throw error
    throw new StartError(exitCodes.cannotConnect, error.message, { cause: error })
  }
}

function untoldEnd(exited: LocalPostgres['exited'], logFile: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  void exited.then(({ wasStopped }) => {
    if (!wasStopped)
      resolve(`PostgreSQL ended by itself; everything else stops too. Its log says why: ${logFile}`)
  })
  return promise
}
