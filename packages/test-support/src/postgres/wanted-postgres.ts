import type { PostgresVersion } from '@evenkeel/local-postgres'

/** Every version we support. The tests start the newest unless another is asked for. */
const supportedVersions = [15, 16, 17, 18] as const satisfies readonly PostgresVersion[]
export const oldestVersion = 15
const newestVersion = 18

/** Which PostgreSQL the environment asks the tests to run on. */
export type WantedPostgres =
  | { readonly source: 'url'; readonly url: string; readonly version: PostgresVersion | undefined }
  | { readonly source: 'container'; readonly version: PostgresVersion }
  | { readonly source: 'embedded'; readonly version: PostgresVersion }

/**
 * Reads `DATABASE_URL` and `EVENKEEL_POSTGRES`. A server somebody points at wins over one we would start; a version
 * that is named as well must then be the one found there. What cannot be understood is refused: a typing error that
 * silently ran the suite on another version would make the matrix lie.
 */
export function wantedPostgres(environment: NodeJS.ProcessEnv): WantedPostgres {
  const asked = environment['EVENKEEL_POSTGRES'] ?? ''
  const [, container, digits] = /^(?:(container)(?::(?=\d)|$))?(\d+)?$/.exec(asked) ?? []
  const version = supportedVersions.find((supported) => String(supported) === digits)
  const isUnderstood = asked === '' || container !== undefined || digits !== undefined
  if (!isUnderstood || (digits !== undefined && version === undefined)) {
    throw new Error(
      `EVENKEEL_POSTGRES is "${asked}". Set it to a version from ${oldestVersion} to ${newestVersion}, to "container", ` +
        `or to "container:${oldestVersion}" and the like.`,
    )
  }

  const url = environment['DATABASE_URL'] ?? ''
  if (url !== '') return { source: 'url', url, version }
  return { source: container === undefined ? 'embedded' : 'container', version: version ?? newestVersion }
}
