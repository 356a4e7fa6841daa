import type { z } from 'zod'

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a JSON object',
  record: 'a JSON object',
}

const forms: Readonly<Record<string, string>> = {
  uuid: 'an id, such as 0197a000-0000-7000-8000-000000000001',
  datetime: 'a time, such as 2026-01-31T12:00:00Z',
  date: 'a date, such as 2026-01-31',
}

/**
 * What is wrong with one part of a request and what to send instead, where its schema has no words of its own. It quotes
 * names of fields, cut short, and no values: those may be secrets.
 */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'This is missing.'
        : `Send ${kinds[issue.expected] ?? 'another type'} here.`
    case 'unrecognized_keys':
      return `There is no field ${issue.keys.slice(0, 5).map(quoted).join(', ')} here. Correct the name, or leave it out.`
    case 'invalid_value':
      return `Send one of: ${issue.values.map(String).join(', ')}.`
    case 'invalid_format':
      return `Send ${forms[issue.format] ?? `a text of the form ${issue.pattern ?? issue.format}`}.`
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'This is empty.'
      return `Send at least ${issue.minimum}${unit(issue.origin)}.`
    case 'too_big':
      return `Send at most ${issue.maximum}${unit(issue.origin)}.`
    default:
      return 'This is not as the description of the API has it: see /openapi.json.'
  }
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' ? ' items' : ''
}

function quoted(name: string): string {
  return JSON.stringify(name.length > 50 ? `${name.slice(0, 50)}...` : name)
}
