import { randomPairs } from '../account-pairs.ts'
import { audit } from '../audit.ts'
import { closedLoop } from '../closed-loop.ts'
import { journal, ourLedger, setUpOurs } from '../contenders/ours.ts'
import { throughputOf, type Workload } from '../workload.ts'

const accounts = 10_000
const batchSize = 1_000

/** The same posts against a book with a past: every journal of it was posted through the ledger itself. */
export const growth: Workload = {
  name: 'growth',
  about: '64 callers on an empty book and on one with a million entries; ten million with --long',
  async prepare({ server, options }) {
    const entries = options.isLong ? 10_000_000 : 1_000_000
    const empty = await server.database('ours_empty')
    const old = await server.database('ours_old')
    await setUpOurs(empty, accounts)
    await setUpOurs(old, accounts)
    const random = randomPairs(accounts)
    const post = (database: typeof old) => {
      const { book } = ourLedger(database)
      return async (): Promise<number> => {
        await book.post(journal(...random()))
        return 1
      }
    }
    const { book } = ourLedger(old)
    for (let posted = 0; posted < entries / 2; posted += batchSize) {
      await book.post(
        Array.from({ length: batchSize }, () => journal(...random())),
        { mode: 'independent' },
      )
    }
    await old.pool(1).query('ANALYZE')

    const [young, aged] = ['ours, empty, 64', `ours, ${entries.toLocaleString('en')} entries, 64`] as const
    return {
      cells: [
        { name: young, run: (seconds) => closedLoop({ callers: 64, seconds, call: post(empty) }) },
        { name: aged, run: (seconds) => closedLoop({ callers: 64, seconds, call: post(old) }) },
      ],
      goals: [{ what: 'with a past: without', ratio: throughputOf(aged, young), floor: 0.8, goal: 0.95 }],
      audit: () => audit(old.pool(1)),
    }
  },
}
