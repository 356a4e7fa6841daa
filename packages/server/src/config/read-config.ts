import { readFileSync } from 'node:fs'
import { ConfigError, type ConfigProblem } from './config-error.ts'
import { type Config, configSchema, type Setting, settings } from './config-schema.ts'

/**
 * The settings of this process, checked and frozen. Nothing else reads the environment.
 *
 * A variable that is set to nothing counts as not set, because that is what compose files make of a variable they
 * do not know. Variables we do not know are somebody else's and are left alone.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const problems: ConfigProblem[] = []
  const values: Record<string, string | undefined> = {}
  for (const [name, setting] of settingsByName()) {
    try {
      values[name] = textOf(setting, environment)
    } catch (error) {
      problems.push({ setting, message: error instanceof Error ? error.message : String(error) })
    }
  }

  const unreadable = new Set(problems.map(({ setting }) => setting))
  const parsed = configSchema.safeParse(values)
  for (const issue of parsed.error?.issues ?? []) {
    const setting = settingsByName().get(String(issue.path[0]))
    if (setting !== undefined && !unreadable.has(setting)) {
      problems.push({ setting, message: complaint(setting, values[String(issue.path[0])], issue.message) })
    }
  }
  if (problems.length > 0 || parsed.data === undefined) throw new ConfigError(problems)
  Object.freeze(parsed.data.trustedProxies)
  return Object.freeze(parsed.data)
}

/** Every setting by its name in `Config`, in the order of the schema. */
export function settingsByName(): ReadonlyMap<keyof Config, Setting> & {
  get(name: string): Setting | undefined
} {
  const named = Object.entries(configSchema.shape).flatMap(([name, schema]) => {
    const setting = settings.get(schema)
    return setting === undefined ? [] : [[name, setting] as const]
  })
  // The names come from the shape that `Config` is inferred from; Object.entries widens them to string.
  return new Map(named) as ReadonlyMap<keyof Config, Setting>
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
