import { hotPairs } from '../account-pairs.ts'
import { audit } from '../audit.ts'
import { journal, ourLedger, setUpOurs } from '../contenders/ours.ts'
import { openLoop } from '../open-loop.ts'
import type { Workload } from '../workload.ts'

const accounts = 10_000
const cell = 'ours, hot, 2,000 arrivals a second'

/** Callers who come when they come, and not when the last was served. */
export const arrivals: Workload = {
  name: 'arrivals',
  about: '2,000 chance arrivals a second on one hot account',
  async prepare({ server }) {
    const mine = await server.database('ours_arrivals')
    await setUpOurs(mine, accounts)
    const { book } = ourLedger(mine)
    const hot = hotPairs(accounts)
    const call = async (): Promise<number> => {
      await book.post(journal(...hot()))
      return 1
    }
    return {
      cells: [{ name: cell, run: (seconds) => openLoop({ perSecond: 2_000, seconds, call }) }],
      goals: [
        {
          // Less is better: the goals are stated the other way round.
          what: 'p50 : p99, so that 0.1 is a p99 of ten times the p50',
          ratio: (turn) => (turn.get(cell)?.p50Ms ?? 0) / (turn.get(cell)?.p99Ms ?? Number.NaN),
          floor: 0.1,
          goal: 0.25,
        },
      ],
      audit: () => audit(mine.pool(1)),
    }
  },
}
