/** A value that can be written as JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/**
 * Writes JSON byte for byte as the platform writes webhook bodies: names ordered by length and then by letter, a space
 * after each comma and colon, nothing outside ASCII. A receiver that verifies anything but the raw bytes fails on it,
 * as it would in production.
 */
export function toWireJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(toWireJson).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))
    return `{${fields.map(([name, field]) => `${toAscii(name)}: ${toWireJson(field)}`).join(', ')}}`
  }
  return typeof value === 'string' ? toAscii(value) : JSON.stringify(value)
}

/** The fields of a JSON object; none for anything else. */
export function fieldsOf(value: Json): Readonly<Record<string, Json>> {
  return isJsonObject(value) ? value : {}
}

function isJsonObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function toAscii(text: string): string {
  return JSON.stringify(text).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
