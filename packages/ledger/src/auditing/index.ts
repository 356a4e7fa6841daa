export type { Finding, Invariant } from '../verify/finding.ts'
export { type Checkpoint, type Run, type RunState, readCheckpoint, readRunState } from './checkpoint.ts'
export { type Progress, progressOf } from './progress.ts'
export { type Verification, type VerifyOptions, verifyBooks } from './verify-books.ts'
