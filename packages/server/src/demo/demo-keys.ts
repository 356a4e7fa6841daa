import { freshKeys } from '../config/fresh-keys.ts'
import { demoKeyName } from '../processes/refuse-demo-keys.ts'
import { keptOnce } from './kept-once.ts'

/** The keys of this demo, made at its first start and kept beside its data, so that logins outlive a restart. */
export function demoKeys(file: string): NodeJS.ProcessEnv {
  return JSON.parse(keptOnce(file, () => JSON.stringify(freshKeys(demoKeyName))))
}
