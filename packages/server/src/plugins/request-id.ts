import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** The caller's id for a request, so that its logs and ours meet; one of our own where it sent none that is safe to log. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID()
}
