/** What the rooms above ask of the store of jobs. The rest is the business of the worker alone. */

export { type DeadLetter, deadPlaceForm, readDeadLetters } from './dead-letter-store.ts'
export { keepFailedJobs, type QueueDepth, readQueueDepths } from './job-store.ts'
