import type { HoldId, Ids, JournalId } from '../ids.ts'
import { type Command, keyOf } from './command.ts'
import { keptRequest } from './kept-request.ts'
import { requestOf } from './request.ts'
import type { BookNeeds, Claim, Needs } from './store.ts'

/** What these commands must have before they can be judged. With `ids`, their keys are claimed for journals of such ids. */
export function needsOf(commands: readonly Command[], ids?: Pick<Ids, 'journal'> | undefined): Needs {
  const needs = new Map<string, Collected>()
  for (const command of commands) {
    const book = needs.get(command.book) ?? nothing()
    needs.set(command.book, book)
    const key = keyOf(command)
    // Of two with one key the first claims it; the second finds it remembered, or used for something else.
    if (key !== null && !book.claims.has(key)) {
      const journal = isPosting(command) ? (ids?.journal() ?? null) : null
      const request = journal === null ? requestOf(command) : keptRequest(command)
      book.claims.set(key, { request, journal })
    }
    collect(command, book)
  }
  return needs
}

interface Collected extends BookNeeds {
  readonly claims: Map<string, Claim>
  readonly accounts: Set<string>
  readonly opening: Set<string>
  readonly holds: Set<HoldId>
  readonly journals: Set<JournalId>
  readonly references: Set<string>
}

const nothing = (): Collected => ({
  claims: new Map(),
  accounts: new Set(),
  opening: new Set(),
  holds: new Set(),
  journals: new Set(),
  references: new Set(),
})

/** A capture posts a journal too, but it also tells of a hold, which no journal does. */
function isPosting({ type }: Command): boolean {
  return type === 'post-journal' || type === 'reverse-journal'
}

function collect(command: Command, { accounts, opening, holds, journals, references }: Collected): void {
  switch (command.type) {
    case 'open-account':
      accounts.add(command.input.code)
      opening.add(command.input.code)
      return
    case 'change-status':
    case 'place-hold':
      accounts.add(command.input.account)
      return
    case 'post-journal':
      for (const { account } of command.input.entries) accounts.add(account)
      break
    case 'reverse-journal':
      journals.add(command.input.journal)
      break
    case 'capture-hold':
      holds.add(command.input.hold)
      for (const [account] of command.input.to) accounts.add(account)
      break
    case 'void-hold':
    case 'extend-hold':
      holds.add(command.input.hold)
      return
  }
  if (command.input.reference !== undefined) references.add(command.input.reference)
}
