import type { Complaint } from '../../doctor/complaint.ts'
import { examine } from '../../doctor/examine.ts'
import { fromPgPool } from '../../postgres/from-pg.ts'
import type { Answer, Report } from '../answer.ts'
import type { Arguments } from '../arguments.ts'
import { exitCodes } from '../exit-codes.ts'
import { withBooks } from '../with-books.ts'

/** Whether the database is as it must be to refuse a wrong book; and if not, what mends it. */
export function runDoctor({ options }: Arguments, environment: NodeJS.ProcessEnv): Promise<Answer> {
  return withBooks(environment, async (pool) => {
    const complaints = await examine(fromPgPool(pool), { role: options.role })
    const isWell = complaints.every(({ weight }) => weight === 'advice')
    return {
      report: doctorReport(complaints, isWell),
      exitCode: isWell ? exitCodes.ok : exitCodes.unexpected,
    }
  })
}

function doctorReport(complaints: readonly Complaint[], isWell: boolean): Report {
  const lines = complaints.map(({ weight, what, fix }) => `${weight}: ${what}\n${indent(fix)}\n`)
  const wrong = complaints.filter(({ weight }) => weight === 'wrong').length
  const verdict = isWell
    ? 'The schema, the role and the settings are as they should be.\n'
    : `${wrong} ${wrong === 1 ? 'thing puts' : 'things put'} the books at risk.\n`
  return { text: [...lines, verdict].join('\n'), json: { well: isWell, complaints } }
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
}
