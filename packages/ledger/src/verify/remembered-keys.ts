import { type AccountView, viewAccount } from '../accounts/account-view.ts'
import { canonicalJson, type Json } from '../canonical-json.ts'
import { toStored } from '../engine/stored.ts'
import type { Hold } from '../holds/hold.ts'
import { accountsByCode, stepsByAccount } from './account-steps.ts'
import type { BookContents } from './book-contents.ts'
import { type Finding, Findings } from './finding.ts'
import { type Told, toldBy } from './told.ts'

/**
 * I7: every key has one outcome, which a replay gives back to the letter; what it tells is what the book holds; and
 * whatever the book holds was told to some key.
 */
export function findWrongKeys(contents: BookContents): Finding[] {
  const findings = new Findings('I7')
  const names = new Set(contents.keys.map(({ key }) => key))
  findings.same('keys, each once', contents.keys.length, names.size)

  const told = contents.keys.flatMap((kept) => toldBy(kept, findings))
  checkJournals(contents, told, findings)
  checkHolds(contents, told, findings)
  checkAccounts(contents, told, findings)
  checkBalances(contents, told, findings)
  return findings.all
}

function checkJournals({ journals }: BookContents, told: readonly Told[], findings: Findings): void {
  findings.same('ids of journals, each once', journals.length, new Set(journals.map(({ id }) => id)).size)
  const references = journals.flatMap(({ reference }) => (reference === null ? [] : [reference]))
  findings.same('references, each once', references.length, new Set(references).size)

  const kept = new Map(journals.map(({ entryCount: _, ...journal }) => [journal.key, journal]))
  findings.same('keys of journals, each once', journals.length, kept.size)
  const toldByKey = new Map(told.map((one) => [one.key, one.journal]))
  for (const key of new Set([...kept.keys(), ...told.flatMap((one) => (one.journal ? [one.key] : []))])) {
    findings.same(`journal under key ${key}`, textOf(toldByKey.get(key)), textOf(kept.get(key)))
  }
}

function checkHolds({ holds, holdEvents }: BookContents, told: readonly Told[], findings: Findings): void {
  const tales = Map.groupBy(told, ({ hold }) => hold?.id)
  for (const hold of holds) {
    const own = (tales.get(hold.id) ?? []).toSorted(
      (a, b) => versionOn(hold.account, a) - versionOn(hold.account, b),
    )
    findings.same(`key under which hold ${hold.id} was placed`, hold.key, own[0]?.key)
    for (const { key, hold: then } of own) {
      findings.same(`hold under key ${key}`, textOf(then && lastingOf(then)), textOf(lastingOf(hold)))
    }
    // Only the end by time is told to nobody, so the last that was told of a hold is how it stands.
    const last = own.at(-1)?.hold
    const end = { status: hold.status, endedAt: hold.endedAt }
    const standing = hold.status === 'expired' && last !== undefined ? { ...last, ...end } : last
    findings.same(`hold ${hold.id} as it was last told`, textOf(standing), textOf(hold))
  }
  // A capture is told by its journal, an end by time by nobody; every other event by the version it made.
  for (const { type, hold, account, after } of holdEvents) {
    const isTold = (tales.get(hold) ?? []).some((tale) => versionOn(account, tale) === after.version)
    if (type !== 'captured' && type !== 'expired' && !isTold) {
      findings.add(`event ${type} of hold ${hold}`, 'a key that tells of it', 'none')
    }
  }

  const known = new Set<string | undefined>(holds.map(({ id }) => id))
  for (const { key, hold } of told) {
    if (hold !== undefined && !known.has(hold.id)) {
      findings.add(`hold under key ${key}`, 'a hold of the book', hold.id)
    }
  }
}

/** What of a hold no event ever changes. */
function lastingOf({ captured: _, status: __, endedAt: ___, expiresAt: ____, ...lasting }: Hold): object {
  return lasting
}

function versionOn(account: string, { balances = [] }: Told): number {
  return balances.find((balance) => balance.account === account)?.version ?? 0
}

function checkAccounts(contents: BookContents, told: readonly Told[], findings: Findings): void {
  const accounts = accountsByCode(contents)
  for (const { key, account } of told) {
    if (account === undefined) continue
    const kept = accounts.get(account.code)
    const now = kept && definitionOf(viewAccount(kept))
    findings.same(`account under key ${key}`, textOf(definitionOf(account)), textOf(now))
  }
}

/** What of an account no write ever changes. */
function definitionOf({ balance: _, status: __, ...definition }: AccountView): object {
  return definition
}

/** A balance that was told is the one the account had at that version. */
function checkBalances(contents: BookContents, told: readonly Told[], findings: Findings): void {
  const steps = stepsByAccount(contents)
  for (const { key, account, balances = [] } of told) {
    for (const balance of account === undefined ? balances : [...balances, account.balance]) {
      const step = steps.get(balance.account)?.find(({ after }) => after.version === balance.version)
      const isUntouched = balance.version === 0 && balance.posted.amount === 0n && balance.held.amount === 0n
      if (isUntouched) continue
      findings.same(`balance of ${balance.account} under key ${key}`, textOf(step?.after), textOf(balance))
    }
  }
}

function textOf(value: object | undefined): string {
  if (value === undefined) return 'nothing'
  // `toStored` writes JSON.
  return canonicalJson(JSON.parse(toStored(value)) as Json)
}
