import type { Finding } from '../repository/finding.ts'
import type { Repository } from '../repository/repository.ts'

const mebibyte = 1024 * 1024

/** Every clone carries every file for ever. */
export function checkSizes(repository: Repository, limit: number = mebibyte): Finding[] {
  return [...repository.files]
    .filter(([, { bytes }]) => bytes > limit)
    .map(([file, { bytes }]) => ({
      file,
      message: `has ${bytes} bytes, and ${limit} is the limit. Generate it, or keep it outside the repository.`,
    }))
}
