import type { Finding } from '../repository/finding.ts'
import type { Manifest } from '../repository/manifests.ts'
import type { PlacedImport } from './placed-import.ts'

/**
 * Every package that is imported by name is declared in the importer's own `package.json`. What merely happens to
 * lie in `node_modules` here is missing at a user's, and development dependencies are missing there too.
 */
export function checkDeclared(placed: PlacedImport, manifests: readonly Manifest[]): Finding[] {
  const { file, line, specifier, target, folder } = placed
  if (target.kind !== 'theirs' && target.kind !== 'ours') return []
  const home = file.split('/').slice(0, 2).join('/')
  const own = manifests.find((manifest) => manifest.folder === home)
  if (own === undefined || target.name === own.name) return []

  if (folder === 'bootstrap') {
    const rule = 'The bootstrap runs before anything is installed: it imports Node and its own files.'
    return [{ file, line, message: `imports "${specifier}". ${rule}` }]
  }
  const shipped = { ...own.dependencies, ...own.peers }
  const root = manifests.find((manifest) => manifest.folder === '')
  const isSource = folder === 'src'
  const declared = isSource ? shipped : { ...shipped, ...own.devDependencies, ...root?.devDependencies }
  if (target.name in declared || typesOf(target.name) in declared) return []

  const where = `${home}/package.json`
  const rule =
    isSource && target.name in own.devDependencies
      ? `It is a development dependency in ${where}, and users install without those. Make it a dependency or a peer.`
      : `It is not declared in ${where}. Add it there with its exact version, or do without.`
  return [{ file, line, message: `imports "${specifier}". ${rule}` }]
}

/** The package that types another: `@types/pg` for `pg`, `@types/scope__name` for `@scope/name`. */
function typesOf(name: string): string {
  return `@types/${name.replace(/^@/, '').replace('/', '__')}`
}
