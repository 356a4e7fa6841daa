import { parseArgs } from 'node:util'
import { UsageError } from './usage-error.ts'

export type Arguments =
  | { readonly command: 'help' | 'version' }
  | { readonly command: 'migrate' | 'check'; readonly json: boolean }
  | { readonly command: 'plan'; readonly json: boolean; readonly from: number | undefined }

export function parseArguments(words: readonly string[]): Arguments {
  const { values, positionals } = parse(words)
  const { json } = values
  const [command, ...rest] = positionals

  if (values.help || command === 'help') return { command: 'help' }
  if (values.version) return { command: 'version' }
  if (rest.length > 0) throw new UsageError(`One command at a time: what is "${rest.join(' ')}"?`)
  if (values.from !== undefined && command !== 'plan') throw new UsageError('--from belongs to plan alone.')

  switch (command) {
    case 'migrate':
    case 'check':
      return { command, json }
    case 'plan':
      return { command, json, from: values.from === undefined ? undefined : wholeNumber(values.from) }
    case undefined:
      throw new UsageError('Which command: migrate, plan or check?')
    default:
      throw new UsageError(`There is no command "${command}". There are migrate, plan and check.`)
  }
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,4}$/.test(text))
    throw new UsageError(`--from takes the number of a file, such as 1; "${text}" is none.`)
  return Number(text)
}
