import type { Json, JsonObject } from '../canonical-json.ts'

// So many names of such a length with such texts are less than metadata may take, whatever JSON writes for a character.
const mostNames = 16
const longestName = 64
const longestText = 100
const plainName = /^[A-Za-z][A-Za-z0-9_.-]*$/

/**
 * Metadata as nearly all callers write it: a few plain names with short texts, whole numbers, truth values or null. The
 * answer is a copy with the names in order. Anything else may be well formed as well, and takes a closer look: then there
 * is no answer.
 */
export function everydayMetadata(value: unknown): JsonObject | undefined {
  if (!isPlain(value)) return undefined
  const names = Object.keys(value)
  if (names.length > mostNames) return undefined
  const copy: Record<string, Json> = {}
  for (const name of names.sort()) {
    const member = value[name]
    if (name.length > longestName || !plainName.test(name) || !isEveryday(member)) return undefined
    copy[name] = member
  }
  return copy
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.getOwnPropertySymbols(value).length === 0
  )
}

function isEveryday(value: unknown): value is string | number | boolean | null {
  if (typeof value === 'string')
    return value.length <= longestText && value.isWellFormed() && !value.includes('\0')
  // JSON has no minus zero.
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0)
  return typeof value === 'boolean' || value === null
}
