import type { Finding } from '../repository/finding.ts'
import { pathsWhere, type Repository } from '../repository/repository.ts'
import { folderOf, type House, type PackagePlan, roomOf, storeyOf } from './house.ts'

const everyPackageMayHave = ['', 'src', 'test', 'scripts']

/** A folder that the plan does not know is a finding, or the plan would say less about the house every month. */
export function checkPlanComplete(repository: Repository, house: House): Finding[] {
  const unknownPackages = pathsWhere(repository, (path) => /^packages\/[^/]+\//.test(path))
    .map((path) => path.split('/').slice(0, 2).join('/'))
    .filter((folder) => house.packages.every((plan) => plan.folder !== folder))
  return [
    ...[...new Set(unknownPackages)].map((folder) => ({
      file: folder,
      message: 'no such package in the plan. Add it to packages/workspace/src/storeys/the-house.ts.',
    })),
    ...house.packages.flatMap((plan) => checkPackage(repository, plan)),
  ]
}

function checkPackage(repository: Repository, plan: PackagePlan): Finding[] {
  const files = pathsWhere(repository, (path) => path.startsWith(`${plan.folder}/`))
  const known = [...everyPackageMayHave, ...(plan.folders ?? [])]
  const folders = [...new Set(files.map((path) => folderOf(plan, path)))]
  const rooms = [
    ...new Set(files.filter((path) => folderOf(plan, path) === 'src').map((path) => roomOf(plan, path))),
  ]
  return [
    ...folders
      .filter((folder) => !known.includes(folder))
      .map((folder) => ({
        file: `${plan.folder}/${folder}`,
        message: `no such folder in the plan of ${plan.name}. Move it into src, test or scripts, or name it in the-house.ts.`,
      })),
    ...rooms
      .filter((room) => storeyOf(plan, room) === undefined)
      .map((room) => ({
        file: `${plan.folder}/src/${room}`,
        message: `no such room in the plan of ${plan.name}. Give "${room}" a storey in packages/workspace/src/storeys/the-house.ts.`,
      })),
  ]
}
