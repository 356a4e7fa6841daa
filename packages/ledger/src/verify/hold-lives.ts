import type { Hold, HoldEvent } from '../holds/hold.ts'
import { remainingOf } from '../holds/hold.ts'
import type { BookContents, KeptJournal } from './book-contents.ts'
import { type Finding, Findings } from './finding.ts'

/**
 * I5: a hold begins by being placed and ends at most once, no more is captured of it than it held, and each capture
 * is one journal that names the hold.
 */
export function findWrongHolds({ book, holds, holdEvents, journals }: BookContents): Finding[] {
  const findings = new Findings('I5')
  const events = Map.groupBy(holdEvents, ({ hold }) => hold)
  const captures = Map.groupBy(
    journals.filter((journal) => journal.captures !== null),
    (journal) => journal.captures,
  )
  for (const hold of holds) {
    findings.same(`book of hold ${hold.id}`, book, hold.book)
    checkLife(hold, events.get(hold.id) ?? [], findings)
    checkCaptures(hold, events.get(hold.id) ?? [], captures.get(hold.id) ?? [], findings)
  }

  const known = new Set<string | null>(holds.map(({ id }) => id))
  findings.same('ids of holds, each once', holds.length, known.size)
  for (const id of [...events.keys(), ...captures.keys()]) {
    if (!known.has(id)) findings.add(`hold ${id} of an event or journal`, 'a hold of the book', 'none')
  }
  return findings.all
}

function checkLife(hold: Hold, events: readonly HoldEvent[], findings: Findings): void {
  const { id, account, amount, status, placedAt, expiresAt, endedAt } = hold
  const [first] = events
  const last = events.at(-1)
  findings.same(`first event of hold ${id}`, 'placed', first?.type)
  findings.same(`amount placed by hold ${id}`, amount.amount, first?.amount.amount)
  findings.same(`time of placing hold ${id}`, first?.at, placedAt)
  for (const event of events.slice(1)) {
    if (event.type === 'placed') findings.add(`events of hold ${id}`, 'placed once', 'placed again')
  }
  for (const event of events) findings.same(`account of an event of hold ${id}`, account, event.account)

  // What the events have put on the account and taken off again must be what the hold still holds: nothing, once it
  // has ended. Of the ends only the last event can be one, because the one before it would have left nothing.
  const held = events.reduce(
    (sum, event) => sum + (event.type === 'placed' ? event.amount.amount : -event.amount.amount),
    0n,
  )
  findings.same(`what hold ${id} still holds`, remainingOf(hold).amount, held)
  for (const event of events.slice(0, -1)) {
    if (event.type === 'voided' || event.type === 'expired') {
      findings.add(`events of hold ${id}`, `nothing after ${event.type}`, last?.type ?? 'nothing')
    }
  }
  if (status === 'open') {
    findings.same(`end of open hold ${id}`, null, endedAt)
    if (held <= 0n) findings.add(`what open hold ${id} still holds`, 'more than zero', String(held))
    return
  }
  findings.same(`last event of ${status} hold ${id}`, status, last?.type)
  findings.same(`end of ${status} hold ${id}`, status === 'expired' ? expiresAt : last?.at, endedAt)
  if (status === 'expired' && endedAt !== null && last !== undefined && endedAt > last.at) {
    findings.add(`end of expired hold ${id}`, `until ${last.at}, when it was written down`, endedAt)
  }
}

function checkCaptures(
  { id, account, amount, captured }: Hold,
  events: readonly HoldEvent[],
  journals: readonly KeptJournal[],
  findings: Findings,
): void {
  for (const { currency } of [captured, ...events.map((event) => event.amount)]) {
    findings.same(`currency of hold ${id}`, amount.currency, currency)
  }
  if (captured.amount < 0n || captured.amount > amount.amount) {
    findings.add(`captured of hold ${id}`, `from 0 to ${amount.amount}`, String(captured.amount))
  }
  const taken = journals.reduce((sum, { entries: [entry] }) => sum + (entry?.amount.amount ?? 0n), 0n)
  findings.same(`captured of hold ${id}, from its journals`, taken, captured.amount)
  for (const journal of journals) {
    findings.same(`account from which journal ${journal.id} captures`, account, journal.entries[0]?.account)
  }
  findings.same(
    `journals that capture hold ${id}`,
    journals.map((journal) => journal.id).join(', '),
    events.flatMap(({ type, journal }) => (type === 'captured' ? [journal ?? 'none'] : [])).join(', '),
  )
  const recorded = new Map<string | null, string>(journals.map((journal) => [journal.id, journal.recordedAt]))
  for (const { type, journal, at } of events) {
    if (type === 'captured') findings.same(`time of a capture of hold ${id}`, recorded.get(journal), at)
    else findings.same(`journal of event ${type} of hold ${id}`, null, journal)
  }
}
