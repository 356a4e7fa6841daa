import { canonicalJson, differences, type Json } from '../canonical-json.ts'
import { ConflictError } from '../errors/index.ts'
import type { Command } from './command.ts'

// The canonical form of a request, stored beside its key and compared with whatever comes under that key again. It
// says every field, metadata and dates included. A change of this form needs another version: requests remembered in
// the old one are still compared in the old one.
const version = 1

/** What a command asks, as text that is equal exactly when two callers ask the same. */
export function requestOf(command: Command): string {
  // Asked for when the key is claimed and again when the command is judged; a fifth of a post's time here was this text.
  const known = requests.get(command)
  if (known !== undefined) return known
  const request = textOf(command.type, command.input)
  requests.set(command, request)
  return request
}

/** What a command to post a journal asks, from what the journal says. */
export function journalRequest(facts: object): string {
  return textOf('post-journal', facts)
}

function textOf(type: Command['type'], input: object): string {
  return canonicalJson({ ...input, key: undefined, type, v: version })
}

const requests = new WeakMap<Command, string>()

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
