export type { Finding, Invariant } from '../verify/finding.ts'
export { assertInvariants } from './assert-invariants.ts'
export { type BookContents, type KeptJournal, type KeptKey, memoryContents } from './book-contents.ts'
export { type MemoryLedger, type MemoryLedgerOptions, memoryLedger } from './memory-ledger.ts'
