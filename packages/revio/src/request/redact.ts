/** Replaces every secret in a text. */
export type Redactor = (text: string) => string

export function createRedactor(secrets: readonly string[]): Redactor {
  const spellings = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
  return (text) => spellings.reduce((clean, spelling) => clean.replaceAll(spelling, '[redacted]'), text)
}

/**
 * A copy of a foreign error that is safe to keep as `cause`: name, message, code and its own cause, each redacted.
 *
 * An injected fetch may attach the whole request, headers and all, to what it throws; none of that survives here.
 */
export function redactError(thrown: unknown, redact: Redactor, depth = 0): Error {
  if (!(thrown instanceof Error)) return new Error(redact(String(thrown)))
  const options =
    thrown.cause === undefined || depth >= 4 ? {} : { cause: redactError(thrown.cause, redact, depth + 1) }
  const copy = new Error(redact(thrown.message), options)
  copy.name = redact(thrown.name)
  copy.stack = redact(thrown.stack ?? `${thrown.name}: ${thrown.message}`)
  const code = errorCodeOf(thrown)
  return code === null ? copy : Object.assign(copy, { code: redact(code) })
}

/** The `code` of a system error, such as ECONNREFUSED. */
export function errorCodeOf(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !('code' in thrown)) return null
  return typeof thrown.code === 'string' ? thrown.code : null
}
