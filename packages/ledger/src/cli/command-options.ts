/** Every option that takes a value. */
export const options = {
  from: { type: 'string' },
  to: { type: 'string' },
  book: { type: 'string' },
  format: { type: 'string' },
  output: { type: 'string' },
  state: { type: 'string' },
  checkpoint: { type: 'string' },
  role: { type: 'string' },
  'as-of': { type: 'string' },
  'effective-at': { type: 'string' },
  prefix: { type: 'string' },
  depth: { type: 'string' },
} as const

export type OptionName = keyof typeof options

/** The commands, each with the options it takes and the word it wants. An option that it does not know is refused. */
export const commandOptions = {
  migrate: { takes: [] },
  plan: { takes: ['from'] },
  check: { takes: [] },
  doctor: { takes: ['role'] },
  verify: { takes: ['book', 'state', 'checkpoint'] },
  export: { takes: ['book', 'format', 'from', 'to', 'output'] },
  balance: { takes: ['book', 'as-of', 'effective-at'], word: 'account' },
  statement: { takes: ['book', 'from', 'to'], word: 'account' },
  journal: { takes: ['book'], word: 'id' },
  'trial-balance': { takes: ['book', 'as-of', 'prefix', 'depth'] },
} as const satisfies Readonly<Record<string, CommandShape>>

export interface CommandShape {
  readonly takes: readonly OptionName[]
  /** What the one word after the command is, where it wants one. */
  readonly word?: string
}

export type CommandName = keyof typeof commandOptions

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commandOptions, name)
}
