import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { freshKeys } from '../config/fresh-keys.ts'
import { demoKeyName } from '../processes/refuse-demo-keys.ts'

/** The keys of this demo, made at its first start and kept beside its data, so that logins outlive a restart. */
export function demoKeys(file: string): NodeJS.ProcessEnv {
  mkdirSync(dirname(file), { recursive: true })
  const text = JSON.stringify(freshKeys(demoKeyName))
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 })
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    return JSON.parse(readFileSync(file, 'utf8'))
  }
}
