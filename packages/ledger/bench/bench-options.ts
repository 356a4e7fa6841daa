import { parseArgs } from 'node:util'

export interface BenchOptions {
  /** Workloads with one of these in their names; all, when there is none. */
  readonly words: readonly string[]
  readonly turns: number
  readonly seconds: number
  /** Ten million entries too, and not one alone. */
  readonly isLong: boolean
  readonly folder: string
}

export function readOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      long: { type: 'boolean', default: false },
      turns: { type: 'string' },
      seconds: { type: 'string' },
      out: { type: 'string', default: '.evenkeel/bench' },
    },
  })
  return {
    words: positionals,
    turns: positive('turns', values.turns ?? (values.quick ? '3' : '5')),
    seconds: positive('seconds', values.seconds ?? (values.quick ? '1' : '4')),
    isLong: values.long,
    folder: values.out,
  }
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (value > 0 && Number.isFinite(value)) return value
  throw new Error(`--${name} must be a number above zero, and is ${JSON.stringify(text)}.`)
}
