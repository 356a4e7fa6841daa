/**
 * The files of a repository, by path from its root with `/` between the parts.
 *
 * Every check reads this and never the disk, so that a test can plant a break in a tree of three files.
 */
export interface Repository {
  readonly files: ReadonlyMap<string, RepositoryFile>
}

export interface RepositoryFile {
  /** Empty for a file that is not text. */
  readonly text: string
  readonly bytes: number
}

/** A repository in memory. */
export function repositoryOf(texts: Readonly<Record<string, string>>): Repository {
  const files = Object.entries(texts).map(
    ([path, text]) => [path, { text, bytes: Buffer.byteLength(text) }] as const,
  )
  return { files: new Map(files) }
}

/** The text of one file, or nothing where there is no such file. */
export function textOf(repository: Repository, path: string): string | undefined {
  return repository.files.get(path)?.text
}

/** The paths that `wanted` accepts, in the order of the alphabet. */
export function pathsWhere(repository: Repository, wanted: (path: string) => boolean): string[] {
  return [...repository.files.keys()].filter(wanted).sort()
}

/** True for a file, and for a folder that holds one. */
export function exists(repository: Repository, path: string): boolean {
  if (path === '' || repository.files.has(path)) return true
  const folder = `${path}/`
  return pathsWhere(repository, (file) => file.startsWith(folder)).length > 0
}
