import { canonicalJson, type Json, type JsonObject } from '../../canonical-json.ts'
import type { Instant } from '../../instant.ts'
import type { EntryFilters, HistoryEntry } from '../history-entry.ts'
import type { Period } from '../readings.ts'

/** Whether an entry is what the filters ask for, in the sense in which PostgreSQL understands them. */
export function passes(filters: EntryFilters, { side, amount, journal }: HistoryEntry): boolean {
  const { kinds, least, most, reference, effective, metadata, text } = filters
  return (
    (kinds === undefined || kinds.includes(journal.kind)) &&
    (filters.side === undefined || filters.side === side) &&
    (least === undefined || amount.amount >= least) &&
    (most === undefined || amount.amount <= most) &&
    (reference === undefined || reference === journal.reference) &&
    isWithin(journal.effectiveAt, effective ?? {}) &&
    (metadata === undefined || contains(journal.metadata, metadata)) &&
    (text === undefined || [journal.description, journal.reference].some((where) => mentions(where, text)))
  )
}

export function isWithin(at: Instant, { from, to }: Period): boolean {
  return (from === undefined || at >= from) && (to === undefined || at < to)
}

function mentions(where: string | null, text: string): boolean {
  return where?.toLowerCase().includes(text.toLowerCase()) === true
}

/** The `@>` of jsonb: every member, however deep, has its like; the order and number of a list's members do not matter. */
function contains(whole: Json, part: Json): boolean {
  if (Array.isArray(part)) {
    return Array.isArray(whole) && part.every((wanted) => whole.some((member) => contains(member, wanted)))
  }
  if (!isObject(part)) return canonicalJson(whole) === canonicalJson(part)
  return (
    isObject(whole) &&
    Object.entries(part).every(([name, wanted]) => name in whole && contains(whole[name] ?? null, wanted))
  )
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
