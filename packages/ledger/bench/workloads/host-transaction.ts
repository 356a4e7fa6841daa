import { fromPg } from '../../src/pg/index.ts'
import type { SqlConnection } from '../../src/postgres/sql-connection.ts'
import { randomPairs } from '../account-pairs.ts'
import { audit } from '../audit.ts'
import { closedLoop } from '../closed-loop.ts'
import { journal, ourLedger, setUpOurs } from '../contenders/ours.ts'
import type { Workload } from '../workload.ts'

const accounts = 10_000

/** A journal inside a transaction that the host begins and commits: nothing can be shared with other callers. */
export const hostTransaction: Workload = {
  name: 'host-transaction',
  about: "one journal in each transaction of the host's, 16 callers",
  async prepare({ server }) {
    const mine = await server.database('ours_host')
    await setUpOurs(mine, accounts)
    const { ledger, book, pool } = ourLedger(mine, { connections: 16 })
    const random = randomPairs(accounts)
    let [statements, journals] = [0, 0]
    // A book's number is learned in transactions of the ledger's own; what is found in the host's may never be committed.
    await book.post(journal(...random()))

    const call = async (): Promise<number> => {
      const client = await pool.connect()
      try {
        await client.query('BEGIN')
        await ledger
          .using(counted(fromPg(client)))
          .book('main')
          .post(journal(...random()))
        await client.query('COMMIT')
        journals += 1
        return 1
      } finally {
        client.release()
      }
    }
    return {
      cells: [
        { name: 'ours, in the host, 16', run: (seconds) => closedLoop({ callers: 16, seconds, call }) },
      ],
      facts: async () => [
        {
          what: "statements per post in the host's transaction",
          value: statements / journals,
          unit: '',
          floor: 3,
          goal: 2,
        },
      ],
      audit: () => audit(mine.pool(1)),
    }

    /** As a driver that cannot send one statement before the last is answered. */
    function counted(connection: SqlConnection): SqlConnection {
      return {
        query: (text, values) => {
          statements += 1
          return connection.query(text, values)
        },
      }
    }
  },
}
