import { pathsWhere, type Repository, textOf } from './repository.ts'

/** The parts of a `package.json` that the checks read. */
export interface Manifest {
  /** The folder the manifest stands in; `''` is the root. */
  readonly folder: string
  readonly name: string
  readonly isPrivate: boolean
  readonly scripts: Readonly<Record<string, string>>
  readonly bin: Readonly<Record<string, string>>
  /** The keys of `exports`: `.`, `./money`, and so on. */
  readonly doors: readonly string[]
  /** Every package that the code may import at run time. */
  readonly dependencies: Readonly<Record<string, string>>
  readonly peers: Readonly<Record<string, string>>
  readonly optionalPeers: readonly string[]
  readonly devDependencies: Readonly<Record<string, string>>
}

/** Every manifest of the repository, the root's first. */
export function readManifests(repository: Repository): Manifest[] {
  return pathsWhere(repository, (path) => /^((packages|examples)\/[^/]+\/)?package\.json$/.test(path))
    .map((path) => toManifest(path.replace(/\/?package\.json$/, ''), textOf(repository, path) ?? ''))
    .sort((a, b) => a.folder.localeCompare(b.folder))
}

function toManifest(folder: string, text: string): Manifest {
  const read: unknown = JSON.parse(text)
  const name = field(read, 'name')
  const bin = field(read, 'bin')
  return {
    folder,
    name: typeof name === 'string' ? name : '',
    isPrivate: field(read, 'private') === true,
    scripts: strings(field(read, 'scripts')),
    bin: typeof bin === 'string' && typeof name === 'string' ? { [name]: bin } : strings(bin),
    doors: keys(field(read, 'exports')),
    dependencies: {
      ...strings(field(read, 'dependencies')),
      ...strings(field(read, 'optionalDependencies')),
    },
    peers: strings(field(read, 'peerDependencies')),
    optionalPeers: keys(field(read, 'peerDependenciesMeta')),
    devDependencies: strings(field(read, 'devDependencies')),
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function keys(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}

function strings(value: unknown): Record<string, string> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
