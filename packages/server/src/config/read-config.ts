import { readFileSync } from 'node:fs'
import { ConfigError, type ConfigProblem } from './config-error.ts'
import { type Config, configSchema, type Setting, settings } from './config-schema.ts'

/** Every setting by its name in `Config`, in the order of the schema. */
export const settingsByName: ReadonlyMap<keyof Config, Setting> = new Map(
  Object.entries(configSchema.shape).flatMap(([name, schema]) => {
    const setting = settings.get(schema)
    // The names come from the shape that `Config` is inferred from; Object.entries widens them to string.
    return setting === undefined ? [] : [[name as keyof Config, setting] as const]
  }),
)

/**
 * The settings of this process, checked and frozen. Nothing else reads the environment.
 *
 * A variable that is set to nothing counts as not set, because that is what compose files make of a variable they
 * do not know. Variables we do not know are somebody else's and are left alone.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const problems = new Map<string, ConfigProblem>()
  const values: Record<string, string | undefined> = {}
  for (const [name, setting] of settingsByName) {
    try {
      values[name] = textOf(setting, environment)
    } catch (error) {
      problems.set(name, { setting, message: error instanceof Error ? error.message : String(error) })
    }
  }

  const parsed = configSchema.safeParse(values)
  for (const { path, message } of parsed.error?.issues ?? []) {
    // An issue is about one setting, and one that could not be read has its problem already.
    const [name, setting] = [...settingsByName].find(([key]) => key === path[0]) ?? []
    if (name === undefined || setting === undefined || problems.has(name)) continue
    problems.set(name, { setting, message: complaint(setting, values[name], message) })
  }
  if (problems.size > 0 || parsed.data === undefined) throw new ConfigError([...problems.values()])
  for (const value of Object.values(parsed.data)) Object.freeze(value)
  return Object.freeze(parsed.data)
}

function textOf(setting: Setting, environment: NodeJS.ProcessEnv): string | undefined {
  const given = environment[setting.variable] || undefined
  const fileVariable = `${setting.variable}_FILE`
  const file = (setting.isSecret && environment[fileVariable]) || undefined
  if (file === undefined) return given
  if (given !== undefined) throw new Error(`${setting.variable} and ${fileVariable} are both set: keep one.`)
  try {
    // Editors and `echo` end a file with a line break that is no part of the secret.
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '') || undefined
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    throw new Error(`${fileVariable} names "${file}", which cannot be read (${reason}).`, { cause: error })
  }
}

function complaint(setting: Setting, value: string | undefined, expectation: string): string {
  if (value === undefined) return `${setting.variable} must be ${expectation}.`
  const found = setting.isSecret ? 'is something else (not shown, it may hold a password)' : `is "${value}"`
  return `${setting.variable} must be ${expectation}, and ${found}.`
}
