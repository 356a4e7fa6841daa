import createKnex from 'knex'
import { fromKnex } from '../../../src/knex/index.ts'
import type { HostKind } from './host.ts'
import { poolConfig } from './pg.ts'

export const knex: HostKind = {
  name: 'knex',
  open(settings) {
    const db = createKnex({
      client: 'pg',
      connection: poolConfig(settings),
      pool: { min: 0, max: settings.connections },
      acquireConnectionTimeout: 500,
    })
    return {
      transaction: (work) =>
        db.transaction((trx) =>
          work({ forLedger: fromKnex(trx), run: async (statement) => trx.raw(statement) }),
        ),
      close: () => db.destroy(),
    }
  },
}
