import { fileURLToPath } from 'node:url'
import { type WantedPostgres, wantedPostgres } from './wanted-postgres.ts'

/** A server the tests may create databases on. */
export interface FoundPostgres {
  readonly url: string
  /** The version that was asked for, if one was. */
  readonly wantedVersion: number | undefined
  /** Where it came from, for the line that says what the suite ran on. */
  readonly origin: string
  /** How a person reaches a database that was kept because its test file failed. */
  readonly howToConnect: string
  /** Stops the server if it was ours to start. */
  stop(): Promise<void>
}

// Races ask for a hundred sessions at once, and several test files run side by side.
const maxConnections = '400'

/** Finds the server the environment asks for, and starts it where that is ours to do. */
export function findPostgres(environment: NodeJS.ProcessEnv): Promise<FoundPostgres> {
  const wanted = wantedPostgres(environment)
  switch (wanted.source) {
    case 'url':
      return Promise.resolve(pointedAt(wanted))
    case 'container':
      return startContainer(wanted)
    case 'embedded':
      return startEmbedded(wanted)
  }
}

function pointedAt({ url, version }: Extract<WantedPostgres, { source: 'url' }>): FoundPostgres {
  return {
    url,
    wantedVersion: version,
    origin: 'DATABASE_URL',
    howToConnect: 'The password is the one in DATABASE_URL.',
    stop: () => Promise.resolve(),
  }
}

/**
 * The server's data stay in `.evenkeel` beside the sources. A second run is spared `initdb` and finds its
 * templates, and a database kept after a failure is still there when the server is started again by hand.
 */
async function startEmbedded({
  version,
}: Extract<WantedPostgres, { source: 'embedded' }>): Promise<FoundPostgres> {
  // Imported here, because a run on somebody else's server should not load what it does not use.
  const { startPostgres } = await import('@evenkeel/local-postgres')
  const dataDir = fileURLToPath(new URL(`../../../../.evenkeel/tests-${version}`, import.meta.url))
  const server = await startPostgres({
    version,
    dataDir,
    durable: false,
    settings: { max_connections: maxConnections },
  })
  return {
    url: server.url,
    wantedVersion: version,
    origin: 'embedded',
    howToConnect: `The server stops with this run. Start it again with: evenkeel-postgres --version ${version} --data-dir ${dataDir}`,
    stop: () => server.stop(),
  }
}

async function startContainer({
  version,
}: Extract<WantedPostgres, { source: 'container' }>): Promise<FoundPostgres> {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql')
  const fast = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']
  const settings = [...fast, `max_connections=${maxConnections}`].flatMap((setting) => ['-c', setting])
  try {
    const container = await new PostgreSqlContainer(`postgres:${version}-alpine`)
      .withCommand(['postgres', ...settings])
      .start()
    return {
      url: container.getConnectionUri(),
      wantedVersion: version,
      origin: 'container',
      howToConnect: 'It goes with the container at the end of this run; set DATABASE_URL to keep it.',
      stop: async () => {
        await container.stop()
      },
    }
  } catch (cause) {
    throw new Error(
      `EVENKEEL_POSTGRES asks for a container, and postgres:${version}-alpine did not start. Start Docker or Podman, ` +
        `or set EVENKEEL_POSTGRES=${version} to use the PostgreSQL that npm brings.`,
      { cause },
    )
  }
}
