import type { Chart } from '../chart/define-chart.ts'
import type { Command, Result } from '../engine/command.ts'
import type { Reader } from '../engine/reader.ts'
import type { CurrencyTable } from '../money/currency-table.ts'
import type { FeedSource } from '../reading/feed/feed-source.ts'
import type { Readings } from '../reading/readings.ts'
import { type Submit, type SubmitOptions, submitOne, type Written } from './submit.ts'

/** What the handles of one book share. */
export interface BookContext {
  readonly book: string
  readonly submit: Submit
  readonly reader: Reader
  readonly readings: Readings
  readonly feed: FeedSource
  readonly currencies: CurrencyTable
  readonly chart: Chart | undefined
}

/** A command without its book: the book's handle adds it. */
export type BookCommand = Command extends infer Each
  ? Each extends Command
    ? Omit<Each, 'book' | 'flows'>
    : never
  : never

export function inBook({ book, chart }: BookContext, command: BookCommand): Command {
  return { ...command, book, flows: chart?.flows }
}

/** Sends one command of this book. */
export function write<R extends Result>(
  context: BookContext,
  command: BookCommand,
  options: SubmitOptions = {},
): Promise<Written<R>> {
  return submitOne<R>(context.submit, inBook(context, command), options)
}
