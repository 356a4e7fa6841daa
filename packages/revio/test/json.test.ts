import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../src/json.ts'

describe('parseJson', () => {
  it('reads what JSON.parse reads, wherever nothing is lost', () => {
    const value = fc.jsonValue({ maxDepth: 6, noUnicodeString: false }).filter((json) => isHarmless(json))

    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2, '\t'), (json, space) => {
        const text = JSON.stringify(json, null, space)
        expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) })
      }),
    )
  })

  it.each([
    ['9007199254740993', 'inexact_number'],
    ['[1, -9007199254740992]', 'inexact_number'],
    ['{"a": 1, "a": 1}', 'duplicate_name'],
    ['{"a": 1, "\\u0061": 1}', 'duplicate_name'],
    ['{"a": {"__proto__": 1}}', 'duplicate_name'],
    [`${'['.repeat(33)}${']'.repeat(33)}`, 'json_too_deep'],
    ['{"a": }', 'broken_json'],
    ['', 'broken_json'],
    ['{} {}', 'broken_json'],
    ['NaN', 'broken_json'],
  ])('refuses %s', (text, fault) => {
    expect(parseJson(text)).toEqual({ ok: false, fault })
  })

  it.each([
    ['names may repeat in different objects', '[{"a": 1}, {"a": {"a": 2}}]'],
    ['brackets, braces and quotes in strings mean nothing', '{"a]": "[[{\\"a]\\": \\\\"}'],
    ['the largest exact integer is kept', '{"total": 9007199254740991}'],
    ['thirty-two levels are kept', `${'['.repeat(32)}${']'.repeat(32)}`],
  ])('accepts that %s', (_, text) => {
    expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) })
  })
})

function isHarmless(json: unknown): boolean {
  const text = JSON.stringify(json)
  return !text.includes('"__proto__"') && !/-?\d{16,}/.test(text)
}
