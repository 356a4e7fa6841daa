/**
 * A standing is written by each batch that takes the version of its account to a mark or past one: to 8, 16, 24 and so on.
 * The last one before a moment is therefore followed by at most seven steps before that moment: a batch that passed the next
 * mark would have left a standing of its own. One for each batch was a fifth of a journal's bytes and a tenth of its price;
 * one for every sixteen would have trial balances of the past look at twice as many steps and spare little more.
 * `0009_lean_journals.sql` has the same number.
 */
const versionsPerMark = 8

/** SQL for the first mark behind a version; no version, no step yet. */
export function markAfter(version: string): string {
  return `((coalesce(${version}, 0) / ${versionsPerMark} + 1) * ${versionsPerMark})`
}
