import { fakeClock, race, useDatabase } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { createLedger } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { postgresContents } from '../../src/testing/index.ts'
import { conformance } from '../conformance/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { hostFacts } from './hosts/host-facts.ts'
import { onClock } from './support/moved-clock.ts'
import { startPgbouncer } from './support/pgbouncer.ts'
import { openWith, transfer, zar } from './support/pocket-money.ts'

const { url, pool: observer } = await useDatabase(ledgerSchema)
const pgbouncer = await startPgbouncer(url)

if (pgbouncer === undefined) {
  it('a ledger behind pgbouncer keeps every promise', ({ skip }) => {
    skip('pgbouncer is not installed; on Debian: apt-get install pgbouncer')
  })
} else {
  afterAll(() => pgbouncer.stop())
  const pool = new Pool({ connectionString: pgbouncer.url, max: 20 })
  afterAll(() => pool.end())
  // pgbouncer before 1.21 does not know prepared statements: each may be asked for in another session.
  const settings = { pool, prepare: false }

  describe('a ledger behind pgbouncer in transaction mode', () => {
    conformance(async (options = {}) => {
      const clock = fakeClock()
      const ledger = createLedger({ ...settings, pool: onClock(pool, clock), clock, ...options })
      return { ledger, clock, contents: (book) => postgresContents(fromPg(observer), book) }
    })

    it('shares its session with whoever comes next', async () => {
      const clients = await Promise.all(Array.from({ length: 10 }, () => pool.connect()))
      const sessions = new Set<unknown>()
      for (const client of clients)
        sessions.add((await client.query('SELECT pg_backend_pid()')).rows[0].pg_backend_pid)
      for (const client of clients) client.release()

      expect(sessions.size).toBe(1)
    })

    it('is shared exactly by callers in twenty ledgers', async () => {
      const ledgers = Array.from({ length: 20 }, () => createLedger(settings))
      const book = createLedger(settings).book('shared')
      await openWith(book, { alice: zar('5.00'), bob: zar('0.00') })

      const { values, errors } = await race(100, (i) =>
        (ledgers[i % 20] ?? createLedger(settings))
          .book('shared')
          .post({ key: `p${i}`, kind: 'x', entries: transfer('alice', 'bob', zar('0.70')) }),
      )

      expect(values).toHaveLength(7)
      expect(errors).toEqual(errors.map(() => expect.objectContaining({ code: 'insufficient_funds' })))
    })
  })

  describe('a host behind pgbouncer in transaction mode:', () => {
    hostFacts({ url: pgbouncer.url, observer })
  })
}
