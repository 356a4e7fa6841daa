import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { principalOf } from './principal.ts'
import { ProblemError } from './problem-of.ts'

/** What a caller names, and what they asked under that name. */
export interface KeyedRequest {
  readonly tenantId: number
  readonly userId: string
  /** Method and path: the same key on another route, or for another row, is another key. */
  readonly route: string
  readonly key: string
  /** SHA-256 of the body in one spelling. */
  readonly fingerprint: Buffer
}

/** Reads the key of a request that moves money. Without one, nobody could tell a repeat from a second wish. */
export function keyedRequest(request: FastifyRequest): KeyedRequest {
  const { tenantId, userId } = principalOf(request)
  const path = request.url.split('?', 1)[0] ?? ''
  return {
    tenantId,
    userId,
    route: `${request.method} ${path}`,
    key: readKey(request.headers['idempotency-key']),
    fingerprint: createHash('sha256')
      .update(canonical(request.body ?? null))
      .digest(),
  }
}

/**
 * A structured-field string (RFC 9651), or the same bare, because that is what most clients send. A bare one holds no
 * comma: that is how two header fields of one name arrive.
 */
function readKey(value: string | string[] | undefined): string {
  if (value === undefined) {
    throw new ProblemError(
      'idempotency_key_missing',
      'Send an Idempotency-Key, a new one for each intention.',
    )
  }
  const text = String(value).trim()
  const quoted = /^"((?:[ !#-[\]-~]|\\["\\])*)"$/.exec(text)?.[1]
  const key = quoted === undefined ? text : quoted.replace(/\\(["\\])/g, '$1')
  const isSound = quoted === undefined ? /^[!#-+\--~]+$/.test(key) : key !== ''
  if (isSound && key.length <= 255) return key
  throw new ProblemError(
    'idempotency_key_malformed',
    'Write the Idempotency-Key as 1 to 255 characters of ASCII, in quotation marks where it holds a space or a comma.',
  )
}

/** The same for every order of members and every spelling: what the schema let through is compared, not the bytes. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) => {
    if (typeof member === 'bigint') return `${member}`
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
