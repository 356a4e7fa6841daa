import { Kysely, PostgresDialect, sql } from 'kysely'
import { fromKysely } from '../../../src/kysely/index.ts'
import type { HostKind } from './host.ts'
import { openPool } from './pg.ts'

export const kysely: HostKind = {
  name: 'kysely',
  open(settings) {
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: openPool(settings) }) })
    return {
      transaction: (work) =>
        db.transaction().execute((trx) =>
          work({
            forLedger: fromKysely(trx),
            run: (statement) => sql.raw(statement).execute(trx),
          }),
        ),
      close: () => db.destroy(),
    }
  },
}
