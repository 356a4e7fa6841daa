import { posix } from 'node:path'

/** What an import reaches: a file of ours by path, a package of ours by name, somebody else's, or Node itself. */
export type ImportTarget =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'ours'; readonly name: string; readonly door: string }
  | { readonly kind: 'theirs'; readonly name: string }
  | { readonly kind: 'node' }

/** Reads the specifier of an import that stands in the file `from`. */
export function resolveImport(from: string, specifier: string): ImportTarget {
  if (specifier.startsWith('node:')) return { kind: 'node' }
  if (specifier.startsWith('.')) return { kind: 'file', path: posix.join(posix.dirname(from), specifier) }
  const parts = specifier.split('/')
  const size = specifier.startsWith('@') ? 2 : 1
  const name = parts.slice(0, size).join('/')
  if (!name.startsWith('@evenkeel/')) return { kind: 'theirs', name }
  return { kind: 'ours', name, door: ['.', ...parts.slice(size)].join('/') }
}
