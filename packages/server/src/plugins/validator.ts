import type { FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'
import { describeIssue } from './describe-issue.ts'

/** A request that is not as its schema says, with everything that is wrong in it. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest'
  readonly parts: readonly { pointer: string; code: string; detail: string }[]
  /** Which part of the request it was; Fastify adds it. */
  declare readonly validationContext?: string

  constructor({ issues }: z.ZodError) {
    super('The request is not as its schema says.')
    this.parts = issues.map(({ path, code, message }) => ({
      pointer: jsonPointer(path),
      code,
      detail: message,
    }))
  }
}

/** Reads what came by the schema of its route, in words for people where something is wrong. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema }) => {
  return (data) => {
    const { data: value, error } = schema.safeParse(data, { error: describeIssue })
    return error === undefined ? { value } : { error: new InvalidRequest(error) }
  }
}

/** RFC 6901: names may hold slashes. */
function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
