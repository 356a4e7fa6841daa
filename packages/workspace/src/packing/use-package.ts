import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Finding } from '../repository/finding.ts'
import type { Manifest } from '../repository/manifests.ts'
import { root } from '../repository/root.ts'
import { type ProgramRun, runProgram } from '../repository/run-program.ts'
import type { Tarball } from './pack-package.ts'
import { installedTogether } from './public-packages.ts'

/**
 * Does what a user does: installs the package with npm into an empty project, imports it without our source
 * condition, type-checks a file against it and runs that file. The file is `<package>.ts` in `consumers`.
 *
 * The main door is tried before the optional peers are there, because most users will not have them.
 */
export async function usePackage(
  consumers: string,
  tarball: Tarball,
  tarballs: readonly Tarball[],
  folder: string,
): Promise<Finding[]> {
  const { manifest } = tarball
  const project = join(folder, `use-${basename(manifest.folder)}`)
  const consumer = join(consumers, `${basename(manifest.folder)}.ts`)
  await mkdir(project)
  await writeFile(
    join(project, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, type: 'module' }),
  )
  await copyFile(consumer, join(project, 'consumer.ts'))
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify(consumerConfig()))

  const everything = tarballs.map((it) => it.manifest)
  const alone = installedTogether(manifest, everything, { withOptionalPeers: false })
  const withPeers = installedTogether(manifest, everything, { withOptionalPeers: true })
  const doors = manifest.doors.filter((door) => !door.endsWith('.json'))
  const steps: readonly Step[] = [
    { what: 'npm install of its tarball', run: () => install(project, pathsOf(alone, tarballs)) },
    { what: `import "${manifest.name}"`, run: () => importDoors(project, manifest, ['.']) },
    {
      what: 'npm install of its optional peers',
      run: () => install(project, [...pathsOf(withPeers, tarballs), ...foreignPeers(manifest, everything)]),
    },
    { what: `imports of ${doors.length} doors`, run: () => importDoors(project, manifest, doors) },
    {
      what: 'the type check of a consumer',
      run: () => runProgram('tsc', ['--project', project], { cwd: project }),
    },
    { what: 'the consumer', run: () => runProgram(process.execPath, ['consumer.ts'], { cwd: project }) },
  ]
  for (const { what, run } of steps) {
    const { exitCode, output } = await run()
    if (exitCode !== 0) return [{ file: manifest.folder, message: `${what} failed:\n${output.trim()}` }]
  }
  return []
}

interface Step {
  readonly what: string
  readonly run: () => Promise<ProgramRun>
}

/** Install scripts are refused, as careful users refuse them. */
function install(project: string, packages: readonly string[]): Promise<ProgramRun> {
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '--loglevel=error']
  return runProgram('npm', ['install', ...quiet, ...packages], { cwd: project })
}

function importDoors(project: string, { name }: Manifest, doors: readonly string[]): Promise<ProgramRun> {
  const imports = doors.map((door) => `await import('${name}${door.slice(1)}')`).join('\n')
  return runProgram(process.execPath, ['--input-type=module', '--eval', imports], { cwd: project })
}

function pathsOf(wanted: readonly Manifest[], tarballs: readonly Tarball[]): string[] {
  return tarballs.filter(({ manifest }) => wanted.includes(manifest)).map(({ path }) => path)
}

/** Optional peers of others, in the versions that the package says it works with. */
function foreignPeers({ peers, optionalPeers }: Manifest, everything: readonly Manifest[]): string[] {
  return optionalPeers
    .filter((name) => everything.every((it) => it.name !== name))
    .map((name) => `${name}@${peers[name] ?? '*'}`)
}

/** A strict user's settings. The types of Node are this workspace's; every other type must come with the package. */
function consumerConfig(): object {
  return {
    files: ['consumer.ts'],
    compilerOptions: {
      target: 'es2024',
      module: 'nodenext',
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
      skipLibCheck: true,
      noEmit: true,
    },
  }
}
