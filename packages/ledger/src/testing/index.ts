export { type MemoryLedger, type MemoryLedgerOptions, memoryLedger } from './memory-ledger.ts'
