import { useDatabase } from '@evenkeel/test-support'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { inTransaction } from '../../src/database/transaction.ts'
import { openApp } from '../support/open-app.ts'
import { walletSchema } from '../support/wallet-schema.ts'

const database = await useDatabase(walletSchema)

// What PostgreSQL said first, or what the driver says of a client that is gone: whichever error the request ends with.
it.each([
  ['while it asks', true],
  ['between two questions', false],
])(
  'answers that it can be asked again when PostgreSQL ends the connection of a request %s',
  async (_when, isAsking) => {
    const {
      app,
      database: { db },
      logged,
    } = await openApp({ DATABASE_URL: database.url })
    app.post('/lost', { config: { access: 'public' } }, () =>
      inTransaction(db, async (trx) => {
        const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(trx)
        const lost = database.pool.query('SELECT pg_terminate_backend($1, 5000)', [rows[0]?.pid])
        if (!isAsking) await lost
        await sql`SELECT pg_sleep(20)`.execute(trx)
      }),
    )

    const answer = await app.inject({ method: 'POST', url: '/lost' })

    expect(answer.json()).toMatchObject({ status: 503, code: 'unavailable', retryable: true })
    expect(logged()).toContainEqual(expect.objectContaining({ level: 'error', code: 'unavailable' }))
    const next = await inTransaction(db, (trx) => sql`SELECT 1 AS one`.execute(trx))
    expect(next.rows).toEqual([{ one: 1 }])
  },
)
