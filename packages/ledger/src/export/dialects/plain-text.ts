import type { AccountType } from '../../accounts/account.ts'
import { decimalText, signedBySide, signedByType } from '../decimal-text.ts'
import { type Dialect, dayOf } from '../dialect.ts'
import { oneLine } from '../one-line.ts'
import type { ExportedCurrency, ExportedJournal } from '../records.ts'

// hledger and ledger-cli share one grammar, with small differences that matter. Each entry carries a balance assertion
// from the balance that was stored with it: a row that was taken away, changed or moved makes one of them fail.

const roots: Readonly<Record<AccountType, string>> = {
  asset: 'assets',
  liability: 'liabilities',
  equity: 'equity',
  income: 'revenues',
  expense: 'expenses',
}

/**
 * The other side of opening balances; it ends at zero, currency by currency. No account of a book can be called this,
 * because a code has no space.
 */
const openingAccount = 'equity:opening balances'

/** A dialect, given what it declares and how. */
export function plainText(declare: {
  readonly extension: string
  readonly tag: (name: string) => string
  readonly currency: (name: string, sample: string) => string
}): Dialect {
  return {
    extension: declare.extension,
    head: ({ book, from, to }) =>
      `; Book ${book}, as recorded ${from === null ? 'from the beginning' : `from ${from}`}${to === null ? '' : ` until ${to}`}.\n` +
      `; Debits are positive. After each entry stands the balance that the ledger stored with it.\n\n` +
      `${tags.map(declare.tag).join('')}account ${openingAccount}\n`,
    currency: ({ currency, scale }) =>
      declare.currency(commodity(currency), `1000${scale === 0 ? '.' : `.${'0'.repeat(scale)}`}`),
    account: ({ type, code }) => `account ${accountName(type, code)}\n`,
    opening: (account, { openingDay }) => {
      const amount = signedByType(account.opening, account.type)
      return (
        `\n${openingDay} Opening balance of ${account.code}\n` +
        posting(accountName(account.type, account.code), amount, account, amount) +
        posting(openingAccount, -amount, account)
      )
    },
    journal: (journal) =>
      `\n${dayOf(journal.recorded_at)} (${journal.id}) ${titleOf(journal)}\n${facts(journal)}` +
      journal.entries
        .map((entry) =>
          posting(
            accountName(entry.type, entry.account),
            signedBySide(entry.amount, entry.side),
            entry,
            signedByType(entry.posted, entry.type),
          ),
        )
        .join(''),
    closing: (account, { closingDay }) =>
      `\n${closingDay} Closing balance of ${account.code}\n` +
      posting(
        accountName(account.type, account.code),
        0n,
        account,
        signedByType(account.closing, account.type),
      ),
  }
}

/** The type and the code. Both programs take every character of a code, so no two codes share a name. */
function accountName(type: AccountType, code: string): string {
  return `${roots[type]}:${code}`
}

/** A name of letters stands as it is; any other is quoted. */
function commodity(currency: string): string {
  return /^[A-Z]+$/.test(currency) ? currency : `"${currency}"`
}

function posting(
  name: string,
  amount: bigint,
  { currency, scale }: ExportedCurrency,
  balance?: bigint,
): string {
  const inCurrency = (minor: bigint): string => `${decimalText(minor, scale)} ${commodity(currency)}`
  return `    ${name}  ${inCurrency(amount)}${balance === undefined ? '' : ` = ${inCurrency(balance)}`}\n`
}

/** A semicolon would begin a comment, and a vertical bar part the payee from the note. */
function titleOf({ kind, description }: ExportedJournal): string {
  const text = description === null ? '' : oneLine(description).replace(/[;|]/g, ',')
  return text === '' ? kind : `${kind} - ${text}`
}

const tags = ['key', 'reference', 'recorded', 'effective', 'reverses', 'captures'] as const

function facts({ key, reference, effective_at, recorded_at, reverses, captures }: ExportedJournal): string {
  const values = { key, reference, recorded: recorded_at, effective: effective_at, reverses, captures }
  return tags
    .filter((name) => values[name] !== null)
    .map((name) => `    ; ${name}: ${tagValue(String(values[name]))}\n`)
    .join('')
}

/** In a comment ledger takes a bracket for a date, and hledger a comma for the end of a tag. */
function tagValue(text: string): string {
  return oneLine(text).replaceAll('[', '(').replaceAll(']', ')').replaceAll(',', ';')
}
