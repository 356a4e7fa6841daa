import type { Finding } from '../repository/finding.ts'
import { exists, type Repository } from '../repository/repository.ts'
import { type Exception, type House, type PackagePlan, roomOf } from './house.ts'
import type { PlacedImport } from './placed-import.ts'

/** An exception that no import needs any more would let the next one slip in unseen. */
export function checkExceptions(
  imports: readonly PlacedImport[],
  repository: Repository,
  house: House,
): Finding[] {
  return house.packages.flatMap((plan) =>
    plan.exceptions
      .filter(({ from, to }) => isBuilt(repository, plan, from) && isBuilt(repository, plan, to))
      .filter((exception) => !imports.some((placed) => uses(placed, plan, exception)))
      .map(({ from, to }) => ({
        file: `${plan.folder}/src/${from}`,
        message: `no import uses the exception "${from}" to "${to}". Delete it from the-house.ts.`,
      })),
  )
}

function uses(
  { file, target, folder, plan: home }: PlacedImport,
  plan: PackagePlan,
  { from, to }: Exception,
): boolean {
  if (home !== plan || folder !== 'src' || target.kind !== 'file') return false
  return roomOf(plan, file) === from && roomOf(plan, target.path) === to
}

function isBuilt(repository: Repository, plan: PackagePlan, room: string): boolean {
  return (
    exists(repository, `${plan.folder}/src/${room}`) || exists(repository, `${plan.folder}/src/${room}.ts`)
  )
}
