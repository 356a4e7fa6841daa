import type { FoundPostgres } from './found-postgres.ts'
import { startContainer } from './start-container.ts'
import { startEmbedded } from './start-embedded.ts'
import { type WantedPostgres, wantedPostgres } from './wanted-postgres.ts'

/** Finds the server the environment asks for, and starts it where that is ours to do. */
export function findPostgres(environment: NodeJS.ProcessEnv): Promise<FoundPostgres> {
  const wanted = wantedPostgres(environment)
  switch (wanted.source) {
    case 'url':
      return Promise.resolve(pointedAt(wanted))
    case 'container':
      return startContainer(wanted.version)
    case 'embedded':
      return startEmbedded(wanted.version)
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
