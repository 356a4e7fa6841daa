import { z } from 'zod'
import { refuseAll, refuseNested } from '../wire/api-error.ts'
import type { Json } from '../wire/wire-json.ts'

/** An amount. It may also come as a string of digits: the platform's own examples send them so, and it works. */
export const integer = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
])

/** An amount that moves money. */
export const positiveInteger = integer.pipe(z.int().min(1))

// What zod finds, under the names that the platform gives such faults.
const issueCodes: Readonly<Record<string, string>> = {
  invalid_type: 'invalid',
  invalid_union: 'invalid',
  too_big: 'max_value',
  too_small: 'min_value',
}

// Faults that a schema names itself, as the platform does, in place of a message.
const namedCodes = ['max_decimal_places', 'invalid_choice']

/** Reads a body with a schema, or refuses it with the first fault, nested as the platform nests them. */
export function parseForm<Schema extends z.ZodType>(schema: Schema, body: Json): z.output<Schema> {
  const result = schema.safeParse(body, { reportInput: true })
  if (result.success) return result.data
  const [issue] = result.error.issues
  if (issue === undefined || issue.path.length === 0) {
    throw refuseAll(400, 'invalid', 'The body is not what this takes.')
  }
  const path = issue.path.map(String)
  if (issue.input === undefined) throw refuseNested(path, 'required', 'This field is required.')
  const code = namedCodes.includes(issue.message) ? issue.message : (issueCodes[issue.code] ?? 'invalid')
  throw refuseNested(path, code, 'This value is not valid.')
}
