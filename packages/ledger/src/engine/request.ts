import type { z } from 'zod'
import { canonicalJson, differences, type Json } from '../canonical-json.ts'
import { ConflictError } from '../errors/index.ts'
import type { postJournalInput } from '../journals/post-journal.ts'
import type { BookCommand, Command } from './command.ts'

// The canonical form of a request, stored beside its key and compared with whatever comes under that key again. It
// says every field, metadata and dates included. A change of this form needs another version: requests remembered in
// the old one are still compared in the old one.
const version = 1

/** What a command asks, as text that is equal exactly when two callers ask the same. */
export function requestOf(command: BookCommand & Partial<Pick<Command, 'book' | 'request'>>): string {
  return (
    command.request ?? (command.type === 'post-journal' ? journalRequest(command.input) : textOf(command))
  )
}

/** The same of a command to post a journal, from what is asked or from what the journal says. */
export function journalRequest(facts: JournalAsked): string {
  const request: InOrder = {
    description: facts.description,
    effectiveAt: facts.effectiveAt,
    entries: facts.entries.map(entryInOrder),
    kind: facts.kind,
    metadata: facts.metadata,
    reference: facts.reference,
    type: 'post-journal',
    v: version,
  }
  return canonicalJson(request)
}

type JournalAsked = Omit<z.output<typeof postJournalInput>, 'key'>

/** Every field, in the order of the text, which is then written fast; in another order it would be the same text. */
type InOrder = { readonly [Name in keyof JournalAsked | 'type' | 'v']-?: unknown }

function entryInOrder({ account, amount, condition, side }: JournalAsked['entries'][number]): EntryInOrder {
  const { amount: minor, currency } = amount
  return { account, amount: { amount: String(minor), currency }, condition, side }
}

type EntryInOrder = { readonly [Name in keyof JournalAsked['entries'][number]]-?: unknown }

function textOf({ type, input }: BookCommand): string {
  return canonicalJson({ ...input, key: undefined, type, v: version })
}

/** Says that a key stands for another request, and in which fields the two differ. */
export function keyReused(book: string, key: string, first: string, now: string): ConflictError {
  // Both texts come from `requestOf`, which wrote them as JSON.
  const fields = differences(JSON.parse(first) as Json, JSON.parse(now) as Json)
  return new ConflictError(
    'key_reused',
    `The key ${JSON.stringify(key)} of book ${book} was used for another request: ${fields.join(', ')} differ. ` +
      'Use a new key for a new intention.',
    { book, key, fields },
  )
}
