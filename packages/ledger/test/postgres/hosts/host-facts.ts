import { waitFor } from '@evenkeel/test-support'
import type { Pool } from 'pg'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Book, createLedger } from '../../../src/index.ts'
import { fromPg } from '../../../src/pg/index.ts'
import { assertInvariants, postgresContents } from '../../../src/testing/index.ts'
import { openWith, transfer, zar } from '../support/pocket-money.ts'
import type { HostTrx } from './host.ts'
import { hostKinds } from './index.ts'

/**
 * What a ledger promises inside a host's transaction, asked of every kind of host.
 * @param url where the hosts connect; perhaps not to PostgreSQL itself
 * @param observer a pool on the same database, beside the hosts
 */
export function hostFacts({ url, observer }: { readonly url: string; readonly observer: Pool }): void {
  const outsideLedger = createLedger({ pool: observer })
  afterAll(() => outsideLedger.close())
  /** Inside a host's transaction the ledger has the host's connection and no other. */
  const ledger = createLedger({
    pool: { connect: () => Promise.reject(new Error('The ledger asked for a connection of its own.')) },
  })

  let outside: Book
  let name: string
  let round = 0

  beforeEach(async () => {
    round += 1
    name = `host-${round}`
    outside = outsideLedger.book(name)
    await openWith(outside, { alice: zar('5.00'), bob: zar('0.00') })
    await observer.query('CREATE TABLE IF NOT EXISTS orders (name text)')
    await observer.query('DELETE FROM orders')
  })

  afterEach(async () => {
    assertInvariants(await postgresContents(fromPg(observer), name))
  })

  const paying = (key: string, amount = '1.00') => ({
    ...{ key, kind: 'payment' },
    entries: transfer('alice', 'bob', zar(amount)),
  })
  const inside = ({ forLedger }: HostTrx): Book => ledger.using(forLedger).book(name)
  const order = (what: string): string => `INSERT INTO orders VALUES ('${what}')`

  describe.each(hostKinds)("in a transaction of $name, a host's pool of one,", (kind) => {
    const host = kind.open({ url, connections: 1 })
    afterAll(() => host.close())

    it("a journal is there when the host commits, beside the host's own row", async () => {
      await host.transaction(async (trx) => {
        await trx.run(order('Socks'))
        await inside(trx).post(paying('p'))
        expect([await bobHas(), await orders()]).toEqual([zar('0.00'), []])
      })

      expect([await bobHas(), await orders()]).toEqual([zar('1.00'), ['Socks']])
    })

    it('a journal is gone with its key when the host aborts', async () => {
      const aborted = host.transaction(async (trx) => {
        await trx.run(order('Socks'))
        await inside(trx).post(paying('p'))
        throw new Error('Out of socks')
      })

      await expect(aborted).rejects.toThrow('Out of socks')
      expect([await bobHas(), await orders()]).toEqual([zar('0.00'), []])
      expect((await outside.post(paying('p'))).replayed).toBe(false)
    })

    it('a rejection lets the host go on, and is remembered with what the host commits', async () => {
      const code = await host.transaction(async (trx) => {
        const rejected = await codeOf(inside(trx).post(paying('p', '5.01')))
        await trx.run(order('Socks, unpaid'))
        return rejected
      })

      expect([code, await orders()]).toEqual(['insufficient_funds', ['Socks, unpaid']])
      await expect(outside.post(paying('p', '5.01'))).rejects.toMatchObject({ replayed: true })
    })

    it('what names nothing or is malformed lets the host go on, with the key free again', async () => {
      await host.transaction(async (trx) => {
        const unknown = transfer('alice', 'nobody', zar('1.00'))
        expect(await codeOf(inside(trx).post({ ...paying('p'), entries: unknown }))).toBe('account_not_found')
        expect(await codeOf(inside(trx).post({ ...paying('p'), entries: [] }))).toBe('invalid_input')
        await inside(trx).post(paying('p'))
      })

      expect(await bobHas()).toEqual(zar('1.00'))
    })

    it('a journal is seen at once by whoever reads through the same transaction', async () => {
      await host.transaction(async (trx) => {
        const { journal } = await inside(trx).post(paying('p'))

        expect(await inside(trx).journal(journal.id)).toEqual(journal)
        expect((await inside(trx).accounts.get('bob')).balance.posted).toEqual(zar('1.00'))
      })
    })

    it('everything a ledger does can be done', async () => {
      await host.transaction(async (trx) => {
        const book = inside(trx)
        await book.accounts.open({ code: 'carol', type: 'liability', currency: 'ZAR' })
        const placing = { key: 'h', account: 'alice', amount: zar('3.00'), expiresIn: '1h' } as const
        const { hold } = await book.holds.place(placing)
        await book.holds.capture({ key: 'c', hold: hold.id, to: [['carol', zar('1.00')]] })
        await book.holds.void({ key: 'v', hold: hold.id })
        const { journal } = await book.post({
          ...paying('p'),
          metadata: { asked: "it's $1 and $2?", e: 'é\\?' },
        })
        expect(journal.metadata).toEqual({ asked: "it's $1 and $2?", e: 'é\\?' })
        await book.reverse({ key: 'r', journal: journal.id })
        await book.post([paying('b1'), paying('b2', '9.99')], { mode: 'independent' })
      })

      expect((await outside.accounts.get('alice')).balance.posted).toEqual(zar('3.00'))
    })

    it('a statement arrives as it is, its values as parameters', async () => {
      const text = "SELECT $2::text || '?:x' || $1::integer || $2::text || coalesce($3::text, '?') AS row"

      const { rows } = await host.transaction(({ forLedger }) => forLedger.query(text, [7, "'$1?", null]))

      expect(rows).toEqual([{ row: "'$1??:x7'$1??" }])
    })

    it('calls that the host did not await run one after the other', async () => {
      const posted = await host.transaction((trx) =>
        Promise.all(['p1', 'p2', 'p3'].map((key) => inside(trx).post(paying(key)))),
      )

      expect(posted.map(({ balances }) => balances[0]?.version)).toEqual([2, 3, 4])
    })

    it('a dry run leaves nothing behind', async () => {
      const { balances } = await host.transaction((trx) => inside(trx).post(paying('p'), { dryRun: true }))

      expect(balances[1]?.posted).toEqual(zar('1.00'))
      expect(await bobHas()).toEqual(zar('0.00'))
      expect((await outside.post(paying('p'))).replayed).toBe(false)
    })

    it('a lock that does not come is said to be one, and the connection serves the next transaction', async () => {
      const free = await lockAccounts()
      const failed = host.transaction(async (trx) => {
        await trx.run("SET LOCAL lock_timeout = '20ms'")
        await inside(trx).post(paying('p'))
      })

      await expect(failed).rejects.toMatchObject({ code: 'lock_timeout', outcome: 'not_written' })
      await free()
      await host.transaction((trx) => inside(trx).post(paying('p')))
      expect(await bobHas()).toEqual(zar('1.00'))
    })

    it(`a dry run that fails ${kind.isSpoiltForGood ? 'ends the transaction, as every failed statement does' : 'leaves the host where it was'}`, async () => {
      const free = await lockAccounts()
      let code: unknown
      const ended = host.transaction(async (trx) => {
        await trx.run("SET LOCAL lock_timeout = '20ms'")
        code = await codeOf(inside(trx).post(paying('p'), { dryRun: true }))
        await trx.run(order('Socks'))
      })

      if (kind.isSpoiltForGood) await expect(ended).rejects.toMatchObject({ code: '55P03' })
      else await ended
      await free()
      expect([code, await orders()]).toEqual(['lock_timeout', kind.isSpoiltForGood ? [] : ['Socks']])
    })

    it('a serialization failure is said to be one, with nothing written', async () => {
      const failed = host.transaction(async (trx) => {
        await trx.run('SET TRANSACTION ISOLATION LEVEL SERIALIZABLE')
        await inside(trx).accounts.get('alice')
        await outside.post(paying('first'))
        await inside(trx).post(paying('second'))
      })

      await expect(failed).rejects.toMatchObject({ code: 'serialization_failure', outcome: 'not_written' })
    })

    it('a reference that another transaction takes first is a race to run again, not a broken book', async () => {
      await openWith(outside, { carol: zar('1.00'), dave: zar('0.00') })
      const reference = 'order:7'
      const other = await observer.connect()
      await other.query('BEGIN')
      const theirs = { key: 'theirs', kind: 'payment', entries: transfer('carol', 'dave', zar('1.00')) }
      await ledger
        .using(fromPg(other))
        .book(name)
        .post({ ...theirs, reference })

      const lost = host
        .transaction((trx) => inside(trx).post({ ...paying('p'), reference }))
        .catch((error) => error)
      await waitFor(somebodyWaits)
      await other.query('COMMIT')
      other.release()

      expect(await lost).toMatchObject({ code: 'serialization_failure', outcome: 'not_written' })
      expect(await codeOf(outside.post({ ...paying('p'), reference }))).toBe('reference_taken')
    })

    it('of two that post twice in opposite orders one is told to try again', async () => {
      const two = kind.open({ url, connections: 2 })
      await outside.post(paying('funds'))
      let begun = 0
      const crossing = (first: string, second: string) =>
        two.transaction(async (trx) => {
          await trx.run("SET LOCAL deadlock_timeout = '10ms'")
          await inside(trx).holds.place({ key: `${first} first`, account: first, amount: zar('0.01') })
          begun += 1
          await waitFor(() => begun === 2)
          await inside(trx).holds.place({ key: `${second} second`, account: second, amount: zar('0.01') })
        })

      const outcomes = await Promise.allSettled([crossing('alice', 'bob'), crossing('bob', 'alice')])

      expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([
        expect.objectContaining({
          reason: expect.objectContaining({ code: 'serialization_failure', outcome: 'not_written' }),
        }),
      ])
      await two.close()
    })
  })

  describe.each(hostKinds.filter(({ isLostWhenBroken }) => !isLostWhenBroken))(
    'a transaction of $name',
    (kind) => {
      it('whose connection breaks says that it was lost, and that nothing is written', async () => {
        const host = kind.open({ url, connections: 1 })
        let told: unknown

        const ended = host.transaction(async (trx) => {
          await inside(trx).post(paying('p'))
          await observer.query(`SELECT pg_terminate_backend(pid) ${idleInTransaction}`)
          await waitFor(async () => (await observer.query(`SELECT ${idleInTransaction}`)).rowCount === 0)
          told = await inside(trx)
            .post(paying('again'))
            .catch((error: unknown) => error)
          throw told
        })

        await expect(ended).rejects.toThrow()
        expect(told).toMatchObject({ code: 'connection_lost', outcome: 'not_written' })
        expect(await bobHas()).toEqual(zar('0.00'))
        await host.close()
      })
    },
  )

  /** Somebody else locks every account, until the function that is given back is called. */
  async function lockAccounts(): Promise<() => Promise<void>> {
    const other = await observer.connect()
    await other.query('BEGIN')
    await other.query('SELECT FROM ledger.account FOR UPDATE')
    return async () => {
      await other.query('ROLLBACK')
      other.release()
    }
  }

  async function somebodyWaits(): Promise<boolean> {
    const { rowCount } = await observer.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    return rowCount === 1
  }

  async function bobHas(): Promise<unknown> {
    return (await outside.accounts.get('bob')).balance.posted
  }

  async function orders(): Promise<string[]> {
    const { rows } = await observer.query<{ name: string }>('SELECT name FROM orders')
    return rows.map((row) => row.name)
  }
}

const idleInTransaction = `
FROM pg_stat_activity
WHERE datname = current_database()
  AND state = 'idle in transaction'`

async function codeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'accepted',
    (error: { code?: unknown }) => error.code,
  )
}
