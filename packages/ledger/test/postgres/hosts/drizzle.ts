import { drizzle as overNodePostgres } from 'drizzle-orm/node-postgres'
import { drizzle as overPostgresJs } from 'drizzle-orm/postgres-js'
import { fromDrizzle } from '../../../src/drizzle/index.ts'
import type { HostKind } from './host.ts'
import { openPool } from './pg.ts'
import { openPostgresJs } from './postgres-js.ts'

export const drizzleNodePostgres: HostKind = {
  name: 'drizzle over node-postgres',
  open(settings) {
    const pool = openPool(settings)
    const db = overNodePostgres(pool)
    return {
      transaction: (work) =>
        db.transaction((tx) =>
          work({ forLedger: fromDrizzle(tx), run: async (statement) => tx.execute(statement) }),
        ),
      close: () => pool.end(),
    }
  },
}

export const drizzlePostgresJs: HostKind = {
  name: 'drizzle over postgres-js',
  isSpoiltForGood: true,
  isLostWhenBroken: true,
  open(settings) {
    const sql = openPostgresJs(settings)
    const db = overPostgresJs(sql)
    return {
      transaction: (work) =>
        db.transaction((tx) =>
          work({ forLedger: fromDrizzle(tx), run: async (statement) => tx.execute(statement) }),
        ),
      close: () => sql.end(),
    }
  },
}
