import { hotPairs, type NextPair, randomPairs } from '../account-pairs.ts'
import { audit } from '../audit.ts'
import { closedLoop } from '../closed-loop.ts'
import { journal, ourLedger, overdraft, setUpOurs } from '../contenders/ours.ts'
import { setUpYardstick, yardstick } from '../contenders/yardstick.ts'
import { type Cell, throughputOf, type Workload } from '../workload.ts'

const accounts = 10_000

/** Journals handed over many at a time, as an import or a settlement does; and half of them refused by a rule. */
export const batches: Workload = {
  name: 'batches',
  about: 'batches of 1 to 1,000 journals by two callers; half of them rejected',
  async prepare({ server }) {
    const mine = await server.database('ours_batches')
    const simple = await server.database('yardstick_batches')
    await setUpOurs(mine, accounts)
    await setUpYardstick(simple)
    const { book } = ourLedger(mine)
    const random = randomPairs(accounts)

    const cell = (name: string, size: number, next: NextPair, isRejected = (_: number) => false): Cell => ({
      name,
      run: (seconds) => closedLoop({ callers: 2, seconds, call: () => post(size, next, isRejected) }),
    })
    return {
      cells: [
        {
          name: '-N in Node, 16',
          run: (seconds) => closedLoop({ callers: 16, seconds, call: yardstick(simple.pool(16)) }),
        },
        cell('ours, 2 x 1', 1, random),
        cell('ours, 2 x 100', 100, random),
        cell('ours, 2 x 256', 256, random),
        cell('ours, 2 x 256, half rejected', 256, random, (n) => n % 2 === 1),
        cell('ours, 2 x 256, hot', 256, hotPairs(accounts)),
        cell('ours, 2 x 1,000', 1_000, random),
      ],
      goals: [
        {
          what: 'batches of 256 by two callers: -N in Node',
          ratio: throughputOf('ours, 2 x 256', '-N in Node, 16'),
          floor: 3,
          goal: 8,
        },
        {
          what: 'half of a batch rejected: none',
          ratio: throughputOf('ours, 2 x 256, half rejected', 'ours, 2 x 256'),
          floor: 0.6,
          goal: 0.9,
        },
      ],
      audit: () => audit(mine.pool(1)),
    }

    async function post(size: number, next: NextPair, isRejected: (n: number) => boolean): Promise<number> {
      const journals = Array.from({ length: size }, (_, n) => {
        const [from, to] = next()
        return isRejected(n) ? overdraft(to) : journal(from, to)
      })
      await book.post(journals, { mode: 'independent' })
      return size
    }
  },
}
