import { exitCodes } from './exit-codes.ts'

/** An answer in both its forms: text for people, an object for programs. */
export interface Report {
  readonly text: string
  readonly json: object
}

/** What a command has come to. */
export interface Answer {
  readonly report: Report
  readonly exitCode: number
}

export function done(report: Report): Answer {
  return { report, exitCode: exitCodes.ok }
}
