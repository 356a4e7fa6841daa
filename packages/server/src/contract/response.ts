import { z } from 'zod'
import { Problem, problemMediaType } from './problem.ts'

/** One answer of a route, for its `response`: what it means, and the shape of its body. */
export function jsonResponse<Schema extends z.ZodType>(
  description: string,
  schema: Schema,
): { description: string; content: { 'application/json': { schema: Schema } } } {
  return { description, content: { 'application/json': { schema } } }
}

/** An answer that is no success; see problem.ts. */
export function problemResponse(description: string): {
  description: string
  content: { [problemMediaType]: { schema: typeof Problem } }
} {
  return { description, content: { [problemMediaType]: { schema: Problem } } }
}

/** A success that has nothing to say. */
export function emptyResponse(description: string): z.ZodNull {
  return z.null().describe(description)
}
