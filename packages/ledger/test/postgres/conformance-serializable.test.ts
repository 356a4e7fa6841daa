import { conformsUnder } from './support/conforms.ts'

// Each call in a transaction of its own, ten at once: a shared transaction would leave PostgreSQL nothing to serialize.
await conformsUnder({
  isolation: 'serializable',
  groupCommit: { mostCommands: 1, mostInFlight: 10, leastBeside: 1, patienceMs: 30_000 },
})
