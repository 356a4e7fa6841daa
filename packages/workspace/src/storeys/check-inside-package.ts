import { posix } from 'node:path'
import type { Finding } from '../repository/finding.ts'
import { folderOf, type PackagePlan, roomOf, storeyOf } from './house.ts'
import type { PlacedImport } from './placed-import.ts'

/** The folders of its own package into which a file of `src`, `test`, ... may reach. */
const reach: Readonly<Record<string, readonly string[]>> = {
  src: ['src'],
  test: ['src', 'test', 'scripts', 'bench', 'bootstrap', ''],
  scripts: ['src', 'scripts', ''],
  bootstrap: ['bootstrap'],
}

/** The rules for an import that names a file by path. */
export function checkInsidePackage({ file, line, specifier, target, plan, folder }: PlacedImport): Finding[] {
  if (target.kind !== 'file') return []
  const finding = (rule: string): Finding[] => [{ file, line, message: `imports "${specifier}". ${rule}` }]

  if (plan === undefined) return checkExample(file, target.path, finding)
  if (!target.path.startsWith(`${plan.folder}/`)) {
    return finding(`That leaves ${plan.name}. Import another package by its name, through its exports.`)
  }
  const targetFolder = folderOf(plan, target.path)
  if (folder in reach && !reach[folder]?.includes(targetFolder)) {
    const there = targetFolder === '' ? 'a file beside package.json' : `${targetFolder}/`
    return finding(`Files in ${folder}/ do not reach ${there}. Move what both need into src/.`)
  }
  if (isForeignStore(file, target.path)) {
    return finding('A store is imported only from its own folder. Call the service or the queries beside it.')
  }
  return folder === 'src' ? checkStorey(file, target.path, plan, finding) : []
}

function checkStorey(
  file: string,
  targetPath: string,
  plan: PackagePlan,
  finding: (rule: string) => Finding[],
): Finding[] {
  const [from, to] = [roomOf(plan, file), roomOf(plan, targetPath)]
  const [fromStorey, toStorey] = [storeyOf(plan, from), storeyOf(plan, to)]
  // A room without a storey is a finding of its own; its imports say nothing until it has one.
  if (fromStorey === undefined || toStorey === undefined || from === to) return []
  if (toStorey > fromStorey) {
    return finding(
      `"${to}" stands on storey ${toStorey}, above "${from}" on ${fromStorey}, and imports go down only. ` +
        'Move the shared part down, or pass it in.',
    )
  }
  const isExcepted = plan.exceptions.some((exception) => exception.from === from && exception.to === to)
  if (toStorey === fromStorey && !isExcepted) {
    return finding(
      `"${from}" and "${to}" share storey ${fromStorey}, and neighbours do not import each other. ` +
        'Move the shared part down, or list the exception with its reason in the-house.ts.',
    )
  }
  return []
}

function checkExample(file: string, path: string, finding: (rule: string) => Finding[]): Finding[] {
  const own = file.split('/').slice(0, 2).join('/')
  if (!file.startsWith('examples/') || path.startsWith(`${own}/`)) return []
  return finding('An example stands alone: it imports its own files, and our packages by name.')
}

function isForeignStore(file: string, target: string): boolean {
  return /-store\.ts$/.test(target) && /\/src\//.test(file) && posix.dirname(file) !== posix.dirname(target)
}
