import type { Chart } from '../chart/define-chart.ts'
import type { BookCommand, Command, Result } from '../engine/command.ts'
import type { Reader } from '../engine/reader.ts'
import { requestOf } from '../engine/request.ts'
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

/** The request is written here, once, and goes along: it is asked for wherever the command goes. */
export function inBook({ book, chart }: BookContext, command: BookCommand): Command {
  return { ...command, book, flows: chart?.flows, request: requestOf(command) }
}

/** Sends one command of this book. */
export function write<R extends Result>(
  context: BookContext,
  command: BookCommand,
  options: SubmitOptions = {},
): Promise<Written<R>> {
  return submitOne<R>(context.submit, inBook(context, command), options)
}
