import { drizzleNodePostgres, drizzlePostgresJs } from './drizzle.ts'
import type { HostKind } from './host.ts'
import { knex } from './knex.ts'
import { kysely } from './kysely.ts'
import { pg } from './pg.ts'
import { postgresJs } from './postgres-js.ts'
import { prisma } from './prisma.ts'

/** Every way into a host's transaction that the package has. */
export const hostKinds: readonly HostKind[] = [
  pg,
  kysely,
  drizzleNodePostgres,
  drizzlePostgresJs,
  knex,
  postgresJs,
  prisma,
]
