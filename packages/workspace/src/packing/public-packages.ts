import type { Manifest } from '../repository/manifests.ts'

/** The packages that are published, in the order of their names. */
export function publicPackages(manifests: readonly Manifest[]): Manifest[] {
  return manifests.filter(({ folder, isPrivate }) => folder.startsWith('packages/') && !isPrivate)
}

/**
 * The packages of ours that must be installed with `manifest`, itself first: nobody can fetch a version that is not
 * published yet, so every one of them has to come from its tarball.
 */
export function installedTogether(
  manifest: Manifest,
  manifests: readonly Manifest[],
  { withOptionalPeers }: { readonly withOptionalPeers: boolean },
): Manifest[] {
  const found = new Set<Manifest>()
  const add = (it: Manifest): void => {
    if (found.has(it)) return
    found.add(it)
    const names = Object.keys({ ...it.dependencies, ...it.peers })
    for (const name of names) {
      const other = manifests.find((candidate) => candidate.name === name)
      if (other !== undefined && (withOptionalPeers || !it.optionalPeers.includes(name))) add(other)
    }
  }
  add(manifest)
  return [...found]
}
