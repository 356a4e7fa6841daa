import { type RefusalIssue, RevioRefusalError, RevioReplyError } from '../errors/index.ts'
import { parseJson } from '../json.ts'
import { parseErrorBody } from './parse-error-body.ts'
import type { Redactor } from './redact.ts'

/** A whole reply, read to its end. */
export type Reply = {
  readonly status: number
  readonly contentType: string
  readonly retryAfterMs: number | null
  readonly text: string
}

/**
 * Decides what a reply means: the body of a success, a refusal (thrown), or no reliable answer (thrown).
 *
 * Only the provider's own words count as a refusal. A 4xx page from something in between (a firewall, a load
 * balancer) says nothing about what happened behind it, and neither does any 5xx or redirect. A 429 is the
 * exception: rate limiters refuse before they pass a request on, and often without a body.
 */
export function understandReply(reply: Reply, redact: Redactor): unknown {
  const { status } = reply
  if (status >= 200 && status < 300) return status === 204 ? undefined : readJson(reply)
  if (status >= 300 && status < 400) {
    throw new RevioReplyError(
      'unexpected_redirect',
      `The provider answered a redirect (${status}); none is followed.`,
      status,
    )
  }
  if (status === 429) {
    throw new RevioRefusalError('rate_limited', 'The provider asks us to slow down.', {
      status,
      issues: readIssues(reply, redact),
      retryAfterMs: reply.retryAfterMs,
    })
  }
  if (status >= 500) {
    throw new RevioReplyError('server_error', `The provider failed with ${status}.`, status)
  }
  const issues = readIssues(reply, redact)
  if (status === 408 || issues.length === 0) {
    throw new RevioReplyError(
      'unexpected_status',
      `The provider answered ${status} without saying why.`,
      status,
    )
  }
  throw new RevioRefusalError('refused_by_provider', sentence(status, issues), {
    status,
    issues,
    retryAfterMs: reply.retryAfterMs,
  })
}

function readJson(reply: Reply): unknown {
  if (!isJson(reply)) {
    const type = reply.contentType.slice(0, 100) || 'no content type'
    throw new RevioReplyError('wrong_content_type', `The provider answered ${type}, not JSON.`, reply.status)
  }
  const parsed = parseJson(reply.text)
  if (parsed.ok) return parsed.value
  throw new RevioReplyError(
    parsed.fault,
    `The reply is not JSON we can act on: ${parsed.fault}.`,
    reply.status,
  )
}

function readIssues(reply: Reply, redact: Redactor): readonly RefusalIssue[] {
  const parsed = isJson(reply) ? parseJson(reply.text) : null
  if (!parsed?.ok) return []
  return parseErrorBody(parsed.value).map((issue) => ({
    field: issue.field === null ? null : redact(issue.field),
    code: issue.code === null ? null : redact(issue.code),
    message: redact(issue.message),
  }))
}

function isJson(reply: Reply): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(reply.contentType.trim())
}

function sentence(status: number, issues: readonly RefusalIssue[]): string {
  const reasons = issues
    .slice(0, 3)
    .map(({ field, message }) => (field === null ? message : `${field}: ${message}`))
  return `The provider refused (${status}): ${reasons.join('; ')}`
}
