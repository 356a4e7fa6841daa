import type { AccountView } from '../accounts/account-view.ts'
import type { Balance } from '../accounts/balance.ts'
import { type ErrorCode, type ErrorDetails, RejectedError } from '../errors/index.ts'
import type { Hold } from '../holds/hold.ts'
import type { JournalId } from '../ids.ts'
import { balancesAfter, type Journal } from '../journals/journal.ts'
import type { Result } from './command.ts'
import { readAccount, readBalance, readHold, readJournal, type Stored, toStored } from './stored.ts'

/** What became of a command that could be judged. */
export type Outcome =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly error: RejectedError }

/**
 * An outcome as the text its key remembers. A replay reads this text; nothing is worked out again, so the answer is
 * the same to the letter whatever has changed since.
 */
export function encodeOutcome(outcome: Outcome): string {
  if (outcome.ok) return toStored({ result: outcome.result })
  const { code, message, details } = outcome.error
  return toStored({ rejection: { code, message, details } })
}

/**
 * Whether an outcome is a journal under the id it was claimed with, and nothing else. Such an outcome need not be kept
 * beside the journal: `outcomeOf` tells it from the journal to the letter.
 */
export function isJournal(outcome: Outcome, id: JournalId | null): boolean {
  return (
    outcome.ok &&
    'journal' in outcome.result &&
    !('hold' in outcome.result) &&
    outcome.result.journal.id === id
  )
}

/** What the caller who posted a journal was told. */
export function outcomeOf(journal: Journal): string {
  return encodeOutcome({ ok: true, result: { journal, balances: balancesAfter(journal.entries) } })
}

export function decodeOutcome(text: string): Outcome {
  // The text was written by `encodeOutcome`; only its own two shapes are ever stored under a key.
  const { result, rejection } = JSON.parse(text) as StoredOutcome
  if (rejection === undefined) return { ok: true, result: readResult(result) }
  const { code, message, details } = rejection
  return { ok: false, error: new RejectedError(code, message, details, { replayed: true }) }
}

type StoredOutcome =
  | { readonly result: StoredResult; readonly rejection?: undefined }
  | { readonly result?: undefined; readonly rejection: StoredRejection }

interface StoredRejection {
  readonly code: ErrorCode<'RejectedError'>
  readonly message: string
  readonly details: ErrorDetails
}

/** Every result is made of some of these. */
interface StoredResult {
  readonly account?: Stored<AccountView>
  readonly created?: boolean
  readonly journal?: Stored<Journal>
  readonly hold?: Stored<Hold>
  readonly balances?: Stored<readonly Balance[]>
}

function readResult({ account, journal, hold, balances, ...rest }: StoredResult): Result {
  const parts = {
    ...(account && { account: readAccount(account) }),
    ...(hold && { hold: readHold(hold) }),
    ...(journal && { journal: readJournal(journal) }),
    ...(balances && { balances: balances.map(readBalance) }),
    ...rest,
  }
  // The parts are those that the command's own result had when it was stored.
  return parts as Result
}
