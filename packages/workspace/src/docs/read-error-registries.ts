import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Manifest } from '../repository/manifests.ts'
import { exists, type Repository } from '../repository/repository.ts'
import type { ErrorRegistry } from './check-error-codes.ts'

const registryFile = 'src/errors/error-codes.ts'

/** The registries of all packages that have one. They are pure data, so reading one is importing it. */
export async function readErrorRegistries(
  root: string,
  repository: Repository,
  manifests: readonly Manifest[],
): Promise<ErrorRegistry[]> {
  const owners = manifests.filter(({ folder }) => exists(repository, `${folder}/${registryFile}`))
  return Promise.all(
    owners.map(async ({ folder, name }) => {
      // The compiler cannot know the module; the page is compared with what it holds, and fails on anything else.
      const module: { errorCodes: ErrorRegistry['codes'] } = await import(
        pathToFileURL(join(root, folder, registryFile)).href
      )
      return { package: name, codes: module.errorCodes }
    }),
  )
}
