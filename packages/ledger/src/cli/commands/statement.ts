import { oneLine } from '../../export/one-line.ts'
import type { Book } from '../../ledger/book.ts'
import type { Statement, StatementEntry } from '../../reading/read-statement.ts'
import type { Amounts } from '../amounts.ts'
import { type Answer, done, type Report } from '../answer.ts'
import type { Arguments } from '../arguments.ts'
import { momentOf } from '../moment.ts'
import { table } from '../table.ts'
import { withBook } from './books.ts'

/** One account, one period: opening, entries, closing. */
export function runStatement(asked: Arguments, environment: NodeJS.ProcessEnv): Promise<Answer> {
  const { word: account = '', options } = asked
  const from = options.from && momentOf('from', options.from)
  const to = options.to && momentOf('to', options.to)
  return withBook(asked, environment, async ({ book, amounts }) =>
    done(
      statementReport(await readWhole(book, { account, ...(from && { from }), ...(to && { to }) }), amounts),
    ),
  )
}

/** All pages as one. They are of one moment, however long it takes to read them. */
async function readWhole(
  book: Book,
  query: { readonly account: string; readonly from?: string; readonly to?: string },
): Promise<Statement> {
  const first = await book.statement({ ...query, limit: 1_000 })
  const entries: StatementEntry[] = [...first.entries]
  for (let after = first.next; after !== null; ) {
    const page = await book.statement({ ...query, after, limit: 1_000 })
    entries.push(...page.entries)
    after = page.next
  }
  return { ...first, entries, next: null }
}

function statementReport(statement: Statement, amounts: Amounts): Report {
  const { account, from, to, opening, closing, entries, version } = statement
  const rows = entries.map(({ journal, change, running }) => [
    journal.recordedAt,
    journal.description === null ? journal.kind : `${journal.kind} - ${oneLine(journal.description)}`,
    amounts.decimal(change),
    amounts.decimal(running),
    journal.id,
  ])
  const text = table(
    [
      { title: 'recorded' },
      { title: 'what' },
      { title: 'change', align: 'right' },
      { title: 'posted', align: 'right' },
      { title: 'journal' },
    ],
    [
      [from ?? '', 'opening', '', amounts.decimal(opening), ''],
      ...rows,
      [to ?? '', 'closing', '', amounts.decimal(closing), ''],
    ],
  )
  return {
    text: `Statement of ${account}, in ${opening.currency}\n\n${text}`,
    json: {
      ...{ account, from, to, version, opening: amounts.json(opening), closing: amounts.json(closing) },
      entries: entries.map(({ journal, side, change, running, after }) => ({
        ...{ recordedAt: journal.recordedAt, effectiveAt: journal.effectiveAt, journal: journal.id },
        ...{
          kind: journal.kind,
          description: journal.description,
          reference: journal.reference,
          key: journal.key,
        },
        ...{ side, change: amounts.json(change), running: amounts.json(running), version: after.version },
      })),
    },
  }
}
