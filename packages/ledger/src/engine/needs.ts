import type { HoldId, Ids, JournalId } from '../ids.ts'
import { type Command, keyOf } from './command.ts'
import { keptRequest } from './kept-request.ts'
import { requestOf } from './request.ts'
import type { BookNeeds, Claim, Needs } from './store.ts'

/** What these commands must have before they can be judged. With `ids`, their keys are claimed for journals of such ids. */
export function needsOf(commands: readonly Command[], ids?: Pick<Ids, 'journal'> | undefined): Needs {
  const needs = new Map<string, Collected>()
  for (const command of commands) {
    const book = needs.get(command.book) ?? new Collected()
    needs.set(command.book, book)
    const key = keyOf(command)
    // Of two with one key the first claims it; the second finds it remembered, or used for something else.
    if (key !== null && !book.claims.has(key)) {
      const journal = isPosting(command) ? (ids?.journal() ?? null) : null
      const request = journal === null ? requestOf(command) : keptRequest(command)
      book.claims.set(key, { request, journal })
    }
    tellNeeds(command, book)
  }
  return needs
}

/** Takes down what commands need besides their keys, as it is told. */
export interface Wants {
  account(code: string): void
  /** Of an account that was told: it is to be opened. */
  toOpen(code: string): void
  hold(id: HoldId): void
  journal(id: JournalId): void
  reference(reference: string): void
}

class Collected implements BookNeeds, Wants {
  readonly claims = new Map<string, Claim>()
  readonly accounts = new Set<string>()
  readonly opening = new Set<string>()
  readonly holds = new Set<HoldId>()
  readonly journals = new Set<JournalId>()
  readonly references = new Set<string>()

  account(code: string): void {
    this.accounts.add(code)
  }

  toOpen(code: string): void {
    this.opening.add(code)
  }

  hold(id: HoldId): void {
    this.holds.add(id)
  }

  journal(id: JournalId): void {
    this.journals.add(id)
  }

  reference(reference: string): void {
    this.references.add(reference)
  }
}

/** A capture posts a journal too, but it also tells of a hold, which no journal does. */
function isPosting({ type }: Command): boolean {
  return type === 'post-journal' || type === 'reverse-journal'
}

/** Tells what one command needs besides its key. */
export function tellNeeds(command: Command, wants: Wants): void {
  switch (command.type) {
    case 'open-account':
      wants.account(command.input.code)
      wants.toOpen(command.input.code)
      return
    case 'change-status':
    case 'place-hold':
      wants.account(command.input.account)
      return
    case 'post-journal':
      for (const { account } of command.input.entries) wants.account(account)
      break
    case 'reverse-journal':
      wants.journal(command.input.journal)
      break
    case 'capture-hold':
      wants.hold(command.input.hold)
      for (const [account] of command.input.to) wants.account(account)
      break
    case 'void-hold':
    case 'extend-hold':
      wants.hold(command.input.hold)
      return
  }
  if (command.input.reference !== undefined) wants.reference(command.input.reference)
}
