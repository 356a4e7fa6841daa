/** Why a text from outside is not JSON that we are willing to act on. */
export type JsonFault = 'broken_json' | 'json_too_deep' | 'inexact_number' | 'duplicate_name'

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly fault: JsonFault }

const maxDepth = 32

// One JSON token. The text is known to be valid JSON when this runs, so every character belongs to a token.
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|true|false|null|[[\]{}:,]|[ \t\r\n]+/gy

/**
 * Parses JSON that somebody else wrote.
 *
 * `JSON.parse` alone is too kind for money: it rounds 9007199254740993 to ...992, keeps the last of two equal names,
 * and accepts a hundred thousand levels that later overflow whoever walks them. This refuses all three.
 */
export function parseJson(text: string): ParsedJson {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, fault: 'broken_json' }
  }
  const fault = findFault(text)
  return fault === null ? { ok: true, value } : { ok: false, fault }
}

function findFault(text: string): JsonFault | null {
  // One set of names per open object, null per open array.
  const open: (Set<string> | null)[] = []
  let lastString = ''
  for (const [lexeme] of text.matchAll(token)) {
    const first = lexeme[0]
    if (first === '{' || first === '[') {
      open.push(first === '{' ? new Set() : null)
      if (open.length > maxDepth) return 'json_too_deep'
    } else if (first === '}' || first === ']') {
      open.pop()
    } else if (first === '"') {
      lastString = lexeme
    } else if (first === ':') {
      const names = open.at(-1)
      const name = String(JSON.parse(lastString))
      // `__proto__` counts as a fault too: copied carelessly it changes an object instead of filling it.
      if (names?.has(name) || name === '__proto__') return 'duplicate_name'
      names?.add(name)
    } else if (isInexact(lexeme)) {
      return 'inexact_number'
    }
  }
  return null
}

function isInexact(lexeme: string): boolean {
  return /^-?\d+$/.test(lexeme) && !Number.isSafeInteger(Number(lexeme))
}
