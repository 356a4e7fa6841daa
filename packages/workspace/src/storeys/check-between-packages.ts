import type { Finding } from '../repository/finding.ts'
import type { Manifest } from '../repository/manifests.ts'
import { type House, roomOf } from './house.ts'
import type { PlacedImport } from './placed-import.ts'

/** The rules for an import that names a package of ours. */
export function checkBetweenPackages(
  placed: PlacedImport,
  house: House,
  manifests: readonly Manifest[],
): Finding[] {
  const { file, line, specifier, target } = placed
  if (target.kind !== 'ours') return []
  const finding = (rule: string): Finding[] => [{ file, line, message: `imports "${specifier}". ${rule}` }]

  const manifest = manifests.find(({ name }) => name === target.name)
  if (manifest === undefined) return finding(`There is no package ${target.name} here.`)
  const refusal = refuse(placed, manifest, house)
  if (refusal !== undefined) return finding(refusal)
  if (!manifest.doors.includes(target.door)) {
    return finding(
      `${target.name} exports ${listed(manifest.doors)} and no "${target.door}". Use one of those, or add a sub-path.`,
    )
  }
  return []
}

/** Why this file may not import that package; nothing where it may. */
function refuse(
  { plan, folder, file }: PlacedImport,
  { name, folder: home }: Manifest,
  house: House,
): string | undefined {
  if (plan === undefined) {
    const isAllowed = house.examplesImport.includes(name) || home.startsWith('examples/')
    return isAllowed
      ? undefined
      : `An example shows what a user can install: ${listed(house.examplesImport)}.`
  }
  if (folder !== 'src') {
    const isAllowed =
      name === plan.name || [...plan.imports.map((it) => it.name), ...plan.testsImport].includes(name)
    if (name === '@evenkeel/test-support' && folder !== 'test') return 'Only tests import test-support.'
    return isAllowed
      ? undefined
      : `The tests and scripts of ${plan.name} may not import it. The plan is in the-house.ts.`
  }
  if (name === plan.name) {
    return 'A package does not import itself by name: use the path, so that the storeys are seen.'
  }
  const allowed = plan.imports.find((it) => it.name === name)
  if (allowed === undefined) {
    return `The source of ${plan.name} may not import it. The plan is in the-house.ts.`
  }
  if (allowed.rooms !== undefined && !allowed.rooms.includes(roomOf(plan, file))) {
    return `Only ${listed(allowed.rooms)} may: ${allowed.because}.`
  }
  return undefined
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}
