import { canonicalJson, type Json, type JsonObject } from '../canonical-json.ts'
import type { Journal } from '../journals/journal.ts'
import type { BookContents } from './book-contents.ts'
import { type Finding, Findings } from './finding.ts'

/**
 * I7: a journal says what the request under its key asked for. The answer of most keys is read from their journal, so
 * the request is the other witness of what was posted.
 */
export function findUnaskedJournals({ journals, keys }: BookContents): Finding[] {
  const findings = new Findings('I7')
  const requests = new Map(keys.map(({ key, request }) => [key, readRequest(request)]))
  for (const journal of journals) {
    const request = requests.get(journal.key)
    if (request === undefined) continue
    const [asked, kept] = [askedBy(request, journal), factsOf(journal, request)]
    findings.same(`request of journal ${journal.id}`, canonicalJson(asked), canonicalJson(kept))
  }
  return findings.all
}

/** Nothing when the text is no JSON object, which is a finding of its own. */
function readRequest(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json // Whatever comes out of JSON.parse is what JSON can say.
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function askedBy(request: JsonObject, { recordedAt }: Journal): JsonObject {
  const { kind = null, description = null, reference = null } = request
  return {
    kind,
    description,
    reference,
    metadata: request['metadata'] ?? {},
    effectiveAt: request['effectiveAt'] ?? recordedAt,
    ...('entries' in request && { entries: (request['entries'] as Json[]).map(withoutCondition) }), // A post has a list.
  }
}

function factsOf(journal: Journal, request: JsonObject): JsonObject {
  const { kind, description, reference, metadata, effectiveAt } = journal
  const entries = journal.entries.map(({ account, side, amount }) => ({
    account,
    side,
    amount: { amount: String(amount.amount), currency: amount.currency },
  }))
  return { kind, description, reference, metadata, effectiveAt, ...('entries' in request && { entries }) }
}

/** A condition was met when the journal was posted, and says nothing of it. */
function withoutCondition(entry: Json): Json {
  const { condition: _, ...rest } = entry as JsonObject // An entry of a request is an object.
  return rest
}
