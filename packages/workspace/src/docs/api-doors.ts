import { isRecord } from '../repository/is-record.ts'
import { type Repository, textOf } from '../repository/repository.ts'
import type { DoorFile } from './read-api.ts'

/** The packages whose public names are for others to build on. The server is run, not imported. */
const documented = ['packages/ledger', 'packages/revio', 'packages/local-postgres']

/** The source of every sub-path of these packages, as their `exports` name it. */
export function apiDoors(repository: Repository, folders: readonly string[] = documented): DoorFile[] {
  return folders.flatMap((folder) => {
    const manifest: unknown = JSON.parse(textOf(repository, `${folder}/package.json`) ?? '{}')
    if (!isRecord(manifest) || !isRecord(manifest['exports'])) return []
    return Object.entries(manifest['exports']).flatMap(([door, target]) => {
      const source = isRecord(target) ? target['@evenkeel/source'] : undefined
      if (typeof source !== 'string') return []
      const file = source.replace('./', `${folder}/`)
      return [{ name: `${String(manifest['name'])}${door.slice(1)}`, folder, file }]
    })
  })
}
