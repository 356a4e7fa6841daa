import type { Setting } from './config-schema.ts'

export interface ConfigProblem {
  readonly setting: Setting
  /** A whole sentence about the value, without the value where that is a secret. */
  readonly message: string
}

/** Everything that is wrong with the environment, at once: nobody likes to correct one line, start, and read the next. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    super(describe(problems))
    this.problems = problems
  }
}

function describe(problems: readonly ConfigProblem[]): string {
  const count = problems.length === 1 ? 'One setting is' : `${problems.length} settings are`
  return [
    `${count} wrong, so nothing was started.`,
    ...problems.map(
      ({ message, setting }) =>
        `\n  ${message}\n    It is ${setting.about}.\n    Example: ${setting.variable}=${setting.example}`,
    ),
  ].join('\n')
}
