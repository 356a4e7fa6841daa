import type { JobContext } from '../jobs/job-handler.ts'
import type { DomainEvent } from './domain-event.ts'

/**
 * Wants to know of events, after they were committed, in a job of its own: what one listener fails at, the others have
 * still done. Whoever publishes knows none of them. Like every job, it may run twice.
 */
export interface EventListener {
  /** Its name in jobs; never changed while jobs with it are about. */
  readonly name: string
  readonly hears: readonly string[]
  tell(event: DomainEvent, context: JobContext): Promise<void>
}
