import type { z } from 'zod'
import { InvalidInputError } from '../errors/index.ts'

/** One thing wrong with what a caller passed: where, and what to do about it. */
export interface InputIssue {
  readonly path: string
  readonly message: string
}

/**
 * Reads a caller's input, and refuses it with every problem at once.
 * @param what names the input in the message: "A journal to post"
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(toInputIssue)
  const sentences = issues
    .slice(0, 3)
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  const more = issues.length > 3 ? ` And ${issues.length - 3} more.` : ''
  throw new InvalidInputError('invalid_input', `${what} is not well formed. ${sentences.join(' ')}${more}`, {
    issues,
  })
}

function toInputIssue(issue: z.core.$ZodIssue): InputIssue {
  const path = issue.path
    .map((step, depth) =>
      typeof step === 'number' ? `[${step}]` : `${depth === 0 ? '' : '.'}${String(step)}`,
    )
    .join('')
  return { path, message: /[.!?]$/.test(issue.message) ? issue.message : `${issue.message}.` }
}
