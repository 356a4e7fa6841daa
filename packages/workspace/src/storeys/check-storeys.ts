import type { Finding } from '../repository/finding.ts'
import { readManifests } from '../repository/manifests.ts'
import { pathsWhere, type Repository, textOf } from '../repository/repository.ts'
import { checkBetweenPackages } from './check-between-packages.ts'
import { checkDeclared } from './check-declared.ts'
import { checkExceptions } from './check-exceptions.ts'
import { checkInsidePackage } from './check-inside-package.ts'
import { checkPlanComplete } from './check-plan-complete.ts'
import type { House } from './house.ts'
import { type PlacedImport, placeImport } from './placed-import.ts'
import { readImports } from './read-imports.ts'

export interface StoreyReport {
  readonly imports: number
  readonly findings: readonly Finding[]
}

/** Compares every import of `packages` and `examples` with the plan of the house. */
export function checkStoreys(repository: Repository, house: House): StoreyReport {
  const manifests = readManifests(repository)
  const imports = readAllImports(repository, house)
  return {
    imports: imports.length,
    findings: [
      ...checkPlanComplete(repository, house),
      ...imports.flatMap((placed) => checkInsidePackage(placed)),
      ...imports.flatMap((placed) => checkBetweenPackages(placed, house, manifests)),
      ...imports.flatMap((placed) => checkDeclared(placed, manifests)),
      ...checkExceptions(imports, repository, house),
    ],
  }
}

function readAllImports(repository: Repository, house: House): PlacedImport[] {
  const sources = pathsWhere(repository, (path) => /^(packages|examples)\/.*\.[cm]?[jt]sx?$/.test(path))
  return sources
    .flatMap((file) =>
      readImports(file, textOf(repository, file) ?? '').map((found) => placeImport(file, found, house)),
    )
    .filter(({ plan, folder }) => !plan?.runElsewhere?.includes(folder))
}
