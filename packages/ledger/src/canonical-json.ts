/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export type JsonObject = { readonly [name: string]: Json }

/**
 * JSON text with sorted names and nothing optional: two values that mean the same have the same text, so the text can
 * be compared, counted and stored. An absent name and an `undefined` one are the same.
 *
 * What is in order already is written by JSON.stringify as a whole, which took a post 1.6 us where it had taken 5.5 to 6.
 */
export function canonicalJson(value: Json | Asked): string {
  return isInOrder(value) ? JSON.stringify(value) : writtenInOrder(value)
}

function writtenInOrder(value: Json | Asked): string {
  if (typeof value === 'bigint') return `"${value}"`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(writtenInOrder).join(',')}]`
  const named = value as { readonly [name: string]: Json | Asked | undefined } // Plain data has no other members.
  let members = ''
  for (const name of Object.keys(named).sort()) {
    const member = named[name]
    if (member === undefined) continue
    members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${writtenInOrder(member)}`
  }
  return `{${members}}`
}

/** Whether a value is JSON all through, and has its names in their order wherever they are. */
function isInOrder(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint'
  if (Array.isArray(value)) return value.every(isInOrder)
  const named = value as { readonly [name: string]: unknown } // As above.
  let last = ''
  for (const name in named) {
    if (name < last || !isInOrder(named[name])) return false
    last = name
  }
  return true
}

/** Parsed input: plain data in which only bigints are not JSON yet. They are written as text, as everywhere. */
type Asked = bigint | object

/** The same value with its names in the order of its canonical text, in which two stores keep them alike. */
export function inCanonicalOrder<Value extends Json>(value: Value): Value {
  return JSON.parse(canonicalJson(value)) as Value // What canonicalJson wrote is the value itself.
}

/**
 * The places in which two values differ, as paths: `amount`, `entries[1].account`. Names only, never the values, which
 * may be somebody's. At most `limit` of them.
 */
export function differences(left: Json, right: Json, limit = 10): string[] {
  return [...differ(left, right, '')].slice(0, limit)
}

function* differ(left: Json | undefined, right: Json | undefined, path: string): Generator<string> {
  if (Array.isArray(left) && Array.isArray(right)) {
    for (let i = 0; i < Math.max(left.length, right.length); i++)
      yield* differ(left[i], right[i], `${path}[${i}]`)
  } else if (isObject(left) && isObject(right)) {
    for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
      yield* differ(left[name], right[name], path === '' ? name : `${path}.${name}`)
    }
  } else if (left !== right) {
    yield path
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
