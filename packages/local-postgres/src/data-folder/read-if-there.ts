import { readFileSync } from 'node:fs'
import { systemErrorCode } from '../errors/system-error.ts'

/** The text of a file that others create and remove at any moment, or null when it is not there. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    // ESRCH is how /proc says that the process ended between opening and reading.
    if (['ENOENT', 'ESRCH'].includes(systemErrorCode(error) ?? '')) return null
    throw error
  }
}
