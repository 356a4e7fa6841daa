import { oneLine } from '../../export/one-line.ts'
import type { Journal } from '../../journals/journal.ts'
import type { Amounts } from '../amounts.ts'
import { type Answer, done } from '../answer.ts'
import type { Arguments } from '../arguments.ts'
import { drawTAccounts, type TAccount } from '../t-accounts.ts'
import { withBook } from './books.ts'

/** One journal, drawn. */
export function runJournal(asked: Arguments, environment: NodeJS.ProcessEnv): Promise<Answer> {
  return withBook(asked, environment, async ({ book, amounts }) => {
    const journal = await book.journal(asked.word ?? '')
    const reversal = await book.reversalOf(journal.id)
    return done({
      text: `${headOf(journal, reversal)}\n${drawTAccounts(tAccounts(journal, amounts))}\n`,
      json: {
        ...journal,
        reversedBy: reversal?.id ?? null,
        entries: journal.entries.map(({ account, side, amount, after }) => ({
          ...{ account, side, amount: amounts.json(amount), version: after.version },
          after: {
            posted: amounts.json(after.posted),
            held: amounts.json(after.held),
            usable: amounts.json(after.usable),
          },
        })),
      },
    })
  })
}

function headOf(journal: Journal, reversal: Journal | null): string {
  const { id, book, kind, description, reference, key, recordedAt, effectiveAt, reverses, captures } = journal
  const facts = {
    ...{ description, reference, key, recorded: recordedAt },
    ...{ effective: effectiveAt === recordedAt ? null : effectiveAt },
    ...{ reverses, 'reversed by': reversal?.id ?? null, captures: captures && `hold ${captures}` },
  }
  const lines = Object.entries(facts)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `  ${name.padEnd(11)}  ${oneLine(String(value))}\n`)
  return `Journal ${id} of book ${book}: ${kind}\n${lines.join('')}`
}

/** An account that is in several entries is drawn once; the balance after is that of its last. */
function tAccounts({ entries }: Journal, amounts: Amounts): TAccount[] {
  return [...Map.groupBy(entries, ({ account }) => account)].map(([name, own]) => ({
    name,
    entries: own.map(({ side, amount }) => ({ side, amount: amounts.say(amount) })),
    after: own
      .slice(-1)
      .map(({ after }) => `posted ${amounts.say(after.posted)}`)
      .join(''),
  }))
}
