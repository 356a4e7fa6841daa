import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryRoot } from './schemas.ts'

// Runs before packing: the published package carries the SQL files too, for people who read or run them as
// they are.

const target = join(repositoryRoot, 'packages/ledger/migrations')
await rm(target, { recursive: true, force: true })
await cp(join(repositoryRoot, 'migrations/ledger'), target, { recursive: true })
