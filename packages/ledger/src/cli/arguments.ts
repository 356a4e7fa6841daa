import { parseArgs } from 'node:util'
import {
  type CommandName,
  type CommandShape,
  commandOptions,
  isCommandName,
  type OptionName,
  options,
} from './command-options.ts'
import { UsageError } from './usage-error.ts'

/** What was asked on the command line: a command, its words and its options, each one that the command knows. */
export interface Arguments {
  readonly command: CommandName | 'help' | 'version'
  readonly json: boolean
  /** The word after the command, where it wants one: an account, or an id. */
  readonly word: string | undefined
  readonly options: Readonly<Partial<Record<OptionName, string>>>
}

export function parseArguments(words: readonly string[]): Arguments {
  const { values, positionals } = parse(words)
  const { json, help, version, ...given } = values
  const [command, ...rest] = positionals

  if (help || command === 'help') return { command: 'help', json, word: undefined, options: {} }
  if (version) return { command: 'version', json, word: undefined, options: {} }
  if (command === undefined) throw new UsageError(`Which command: ${names()}?`)
  if (!isCommandName(command)) throw new UsageError(`There is no command "${command}". There are ${names()}.`)

  const { takes, word }: CommandShape = commandOptions[command]
  const wanted = word === undefined ? 0 : 1
  if (rest.length > wanted) {
    throw new UsageError(`One command at a time: what is "${rest.slice(wanted).join(' ')}"?`)
  }
  if (rest.length < wanted) throw new UsageError(`Which ${word}? Write evenkeel-ledger ${command} <${word}>.`)
  const known: ReadonlySet<string> = new Set(takes)
  for (const name of Object.keys(given)) {
    if (!known.has(name)) throw new UsageError(`--${name} does not belong to ${command}.`)
  }
  return { command, json, word: rest[0], options: given }
}

function names(): string {
  const all = Object.keys(commandOptions)
  return `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        ...options,
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
