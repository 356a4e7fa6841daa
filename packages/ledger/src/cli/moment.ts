import { isLedgerError } from '../errors/index.ts'
import { type Instant, toInstant } from '../instant.ts'
import { UsageError } from './usage-error.ts'

/** A moment as people write it: a month or a day, which mean its first moment in UTC, or RFC 3339 in full. */
export function momentOf(option: string, text: string): Instant {
  const whole = /^\d{4}-\d{2}$/.test(text)
    ? `${text}-01T00:00:00Z`
    : /^\d{4}-\d{2}-\d{2}$/.test(text)
      ? `${text}T00:00:00Z`
      : text
  try {
    return toInstant(whole)
  } catch (error) {
    if (!isLedgerError(error)) throw error
    throw new UsageError(
      `--${option} takes a month, a day or a moment, such as 2026-10, 2026-10-01 or 2026-10-01T12:00:00Z; "${text}" is none.`,
      { cause: error },
    )
  }
}
