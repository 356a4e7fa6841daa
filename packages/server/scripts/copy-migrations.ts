import { cp, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

// Runs before packing: the published package carries the SQL files too, and among them `roles.sql`, which is run by hand.

const target = fileURLToPath(new URL('../migrations', import.meta.url))
await rm(target, { recursive: true, force: true })
await cp(fileURLToPath(new URL('../../../migrations/wallet', import.meta.url)), target, { recursive: true })
