import type { Instant } from '../instant.ts'
import type { Answer } from './decide-batch.ts'

/**
 * Stands for the instant of a batch that is judged before its locks are taken, by a store that learns the instant when it
 * writes. It is later than any moment, as that instant will be, and no text that a caller gives can be it.
 */
export const undated = 'undated' as Instant // Only ever compared, and replaced before anybody is answered.

/** Answers of a batch that was judged undated, with its instant. Nothing but a journal tells one. */
export function datedAnswers(
  answers: readonly (readonly Answer[])[],
  at: Instant,
): readonly (readonly Answer[])[] {
  return answers.map((group) => group.map((answer) => dated(answer, at)))
}

function dated(answer: Answer, at: Instant): Answer {
  if (!answer.ok || !('journal' in answer.result)) return answer
  const { journal } = answer.result
  const effectiveAt = journal.effectiveAt === undated ? at : journal.effectiveAt
  return { ...answer, result: { ...answer.result, journal: { ...journal, effectiveAt, recordedAt: at } } }
}
