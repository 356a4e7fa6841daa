import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** What the first start made and kept in a file that only its owner reads; every later start reads it there. */
export function keptOnce(file: string, make: () => string): string {
  mkdirSync(dirname(file), { recursive: true })
  const text = make()
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 })
    return text
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    return readFileSync(file, 'utf8')
  }
}
