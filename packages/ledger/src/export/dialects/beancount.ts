import { decimalText, signedBySide, signedByType } from '../decimal-text.ts'
import { type Dialect, dayAfter, dayOf } from '../dialect.ts'
import { oneLine } from '../one-line.ts'
import type { ExportedCurrency, ExportedJournal } from '../records.ts'
import { beancountAccount, beancountCurrency, beancountOpening } from './beancount-names.ts'

/**
 * For `bean-check`. It checks balances as days begin and not entry by entry, so the last balance of each account and day
 * is asserted on the next, without the tolerance of one minor unit that it would allow by itself.
 */
export const beancount: Dialect = {
  extension: 'beancount',
  head: ({ book, from, to }) =>
    `; Book ${book}, as recorded ${from === null ? 'from the beginning' : `from ${from}`}${to === null ? '' : ` until ${to}`}.\n` +
    `option "title" ${quoted(`Book ${book}`)}\n\n` +
    `1970-01-01 open ${beancountOpening}\n`,
  currency: ({ currency }) =>
    `1970-01-01 commodity ${beancountCurrency(currency)}\n  name: ${quoted(currency)}\n`,
  account: ({ type, code, currency }) =>
    `1970-01-01 open ${beancountAccount(type, code)} ${beancountCurrency(currency)}\n  code: ${quoted(code)}\n`,
  opening: (account, { openingDay }) => {
    const amount = signedByType(account.opening, account.type)
    return (
      `\n${openingDay} * ${quoted(`Opening balance of ${account.code}`)}\n` +
      posting(beancountAccount(account.type, account.code), amount, account) +
      posting(beancountOpening, -amount, account)
    )
  },
  journal: (journal) =>
    `\n${dayOf(journal.recorded_at)} * ${quoted(titleOf(journal))}\n${facts(journal)}` +
    journal.entries
      .map((entry) =>
        posting(beancountAccount(entry.type, entry.account), signedBySide(entry.amount, entry.side), entry),
      )
      .join(''),
  dayEnd: ({ day, code, type, posted, ...currency }) =>
    assertion(dayAfter(day), beancountAccount(type, code), signedByType(posted, type), currency),
  closing: (account, { closingDay }) =>
    assertion(
      dayAfter(closingDay),
      beancountAccount(account.type, account.code),
      signedByType(account.closing, account.type),
      account,
    ),
}

function assertion(day: string, name: string, minor: bigint, { currency, scale }: ExportedCurrency): string {
  return `${day} balance ${name}  ${decimalText(minor, scale)} ~ 0 ${beancountCurrency(currency)}\n`
}

function posting(name: string, minor: bigint, { currency, scale }: ExportedCurrency): string {
  return `  ${name}  ${decimalText(minor, scale)} ${beancountCurrency(currency)}\n`
}

function titleOf({ kind, description }: ExportedJournal): string {
  return description === null ? kind : `${kind} - ${description}`
}

function facts({
  id,
  key,
  reference,
  effective_at,
  recorded_at,
  reverses,
  captures,
}: ExportedJournal): string {
  const data = { id, key, reference, recorded: recorded_at, effective: effective_at, reverses, captures }
  return Object.entries(data)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `  ${name}: ${quoted(String(value))}\n`)
    .join('')
}

function quoted(text: string): string {
  return `"${oneLine(text).replace(/["\\]/g, '\\$&')}"`
}
