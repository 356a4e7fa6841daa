import { folderOf, type House, type PackagePlan } from './house.ts'
import type { Import } from './read-imports.ts'
import { type ImportTarget, resolveImport } from './resolve-import.ts'

/** An import together with the place it stands in. */
export interface PlacedImport extends Import {
  readonly file: string
  readonly target: ImportTarget
  /** The package the file belongs to; nothing for an example, or for a package that the plan does not know. */
  readonly plan: PackagePlan | undefined
  /** `src`, `test`, `scripts`, ... or `''` for a file beside `package.json`. */
  readonly folder: string
}

export function placeImport(file: string, found: Import, house: House): PlacedImport {
  const plan = house.packages.find(({ folder }) => file.startsWith(`${folder}/`))
  const folder = plan === undefined ? '' : folderOf(plan, file)
  return { ...found, file, plan, folder, target: resolveImport(file, found.specifier) }
}
