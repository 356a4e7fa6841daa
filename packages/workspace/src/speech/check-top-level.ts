import type { Finding } from '../repository/finding.ts'
import type { Repository } from '../repository/repository.ts'
import type { TopLevelEntry } from './top-level.ts'

/** Compares the top level with its list, both ways. */
export function checkTopLevel(repository: Repository, expected: readonly TopLevelEntry[]): Finding[] {
  const present = new Set([...repository.files.keys()].map(topLevelEntry))
  const wanted = new Set(expected.map(({ name, isFolder }) => (isFolder ? `${name}/` : name)))
  const isThere = (entry: TopLevelEntry): boolean =>
    present.has(entry.isFolder ? `${entry.name}/` : entry.name)
  return [
    ...[...present]
      .filter((entry) => !wanted.has(entry))
      .map((entry) => ({
        file: entry,
        message: 'has no place at the top level. Move it into a package or docs, or add it to top-level.ts.',
      })),
    ...expected
      .filter((entry) => !isThere(entry) && entry.isPlanned !== true)
      .map(({ name }) => ({ file: name, message: 'belongs to the top level and is missing.' })),
    ...expected
      .filter((entry) => isThere(entry) && entry.isPlanned === true)
      .map(({ name }) => ({
        file: name,
        message: 'is here now: remove isPlanned from its line in top-level.ts.',
      })),
  ]
}

function topLevelEntry(path: string): string {
  const slash = path.indexOf('/')
  return slash === -1 ? path : path.slice(0, slash + 1)
}
