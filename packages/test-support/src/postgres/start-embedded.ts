import { fileURLToPath } from 'node:url'
import type { LocalPostgres, PostgresVersion } from '@evenkeel/local-postgres'
import { type FoundPostgres, serverSettings } from './found-postgres.ts'

const repositoryRoot = fileURLToPath(new URL('../../../..', import.meta.url))

/**
 * Starts the PostgreSQL that npm brings. Its data stay in `.evenkeel` beside the sources: a second run is spared
 * `initdb` and finds its templates, and a database kept after a failure is still there when somebody starts the server
 * again. Where PostgreSQL cannot use that folder (root in a private home lends it a user who may not enter) it gets a
 * temporary one.
 */
export async function startEmbedded(
  version: PostgresVersion,
  dataDir: string = `${repositoryRoot}.evenkeel/tests-${version}`,
): Promise<FoundPostgres> {
  const server = await startHereOrElsewhere(version, dataDir)
  const command = 'node --conditions=@evenkeel/source packages/local-postgres/src/cli.ts'
  return {
    url: server.url,
    wantedVersion: version,
    origin: 'embedded',
    howToConnect:
      server.dataDir === dataDir
        ? `The server stops with this run. Start it again, with its password: ${command} --version ${version} --data-dir ${dataDir}`
        : 'It goes with its server at the end of this run; set DATABASE_URL to keep it.',
    stop: () => server.stop(),
  }
}

async function startHereOrElsewhere(version: PostgresVersion, dataDir: string): Promise<LocalPostgres> {
  // Imported here, because a run on somebody else's server should not load what it does not use.
  const { isLocalPostgresError, startPostgres } = await import('@evenkeel/local-postgres')
  const options = { version, durable: false, settings: serverSettings }
  try {
    return await startPostgres({ ...options, dataDir })
  } catch (error) {
    if (isLocalPostgresError(error) && error.code === 'data_folder_unreachable')
      return await startPostgres(options)
    throw error
  }
}
