import type { Book } from '../../src/index.ts'
import { hotPairs, type NextPair, randomPairs, zipfPairs } from '../account-pairs.ts'
import { audit } from '../audit.ts'
import type { Database } from '../bench-server.ts'
import { closedLoop } from '../closed-loop.ts'
import { handWritten, setUpHandWritten } from '../contenders/hand-written.ts'
import { handWrittenInFull, setUpHandWrittenInFull } from '../contenders/hand-written-in-full.ts'
import { journal, ourLedger, setUpOurs } from '../contenders/ours.ts'
import { findPgbench, runPgbench, setUpPgbench } from '../contenders/pgbench.ts'
import { setUpYardstick, yardstick } from '../contenders/yardstick.ts'
import { type Cell, throughputOf, type Workload } from '../workload.ts'

const accounts = 10_000

/** The ledger with something of it off. */
const settings = {
  'one batch in flight': { groupCommit: { mostInFlight: 1 } },
  unprepared: { prepare: false },
  'accounts asked for': { rememberedAccounts: 0 },
}

/** Callers who post one journal at a time, the everyday of a wallet. */
export const singlePosts: Workload = {
  name: 'single-posts',
  about: 'one journal a call: random accounts, Zipf, one hot account; 1 to 256 callers',
  async prepare({ server }) {
    const mine = await server.database('ours')
    const theirs = await server.database('hand_written')
    const theirsInFull = await server.database('hand_written_in_full')
    const simple = await server.database('yardstick')
    await setUpOurs(mine, accounts)
    await setUpHandWritten(theirs, accounts)
    await setUpHandWrittenInFull(theirsInFull, accounts)
    await setUpYardstick(simple)
    const { book } = ourLedger(mine)
    // Each has books of its own: in shared ones each would find that others had written behind it, as processes do that
    // share accounts.
    const modes: { name: string; database: Database; book: Book }[] = []
    for (const [name, options] of Object.entries(settings)) {
      const database = await server.database(`ours_${name.replaceAll(' ', '_')}`)
      await setUpOurs(database, accounts)
      modes.push({ name, database, book: ourLedger(database, options).book })
    }
    const transfer = handWritten(theirs.pool(16))
    const transferInFull = handWrittenInFull(theirsInFull.pool(16))
    const update = yardstick(simple.pool(16))

    const post =
      (next: NextPair, through = book) =>
      async (): Promise<number> => {
        await through.post(journal(...next()))
        return 1
      }
    const cell = (name: string, callers: number, call: () => Promise<number>): Cell => ({
      name,
      run: (seconds) => closedLoop({ callers, seconds, call }),
    })
    const random = randomPairs(accounts)
    const hot = hotPairs(accounts)
    const cells = [
      cell('-N in Node, 16', 16, update),
      cell('hand-written, random, 1', 1, () => transfer(...random())),
      cell('hand-written in full, random, 1', 1, () => transferInFull(...random())),
      cell('ours, random, 1', 1, post(random)),
      cell('ours, random, 16', 16, post(random)),
      cell('hand-written, random, 64', 64, () => transfer(...random())),
      cell('hand-written in full, random, 64', 64, () => transferInFull(...random())),
      cell('ours, random, 64', 64, post(random)),
      cell('ours, Zipf, 64', 64, post(zipfPairs(accounts))),
      cell('ours, random, 256', 256, post(random)),
      ...modes.map((mode) => cell(`ours, random, 64, ${mode.name}`, 64, post(random, mode.book))),
      cell('hand-written, hot, 64', 64, () => transfer(...hot())),
      cell('hand-written in full, hot, 64', 64, () => transferInFull(...hot())),
      cell('ours, hot, 64', 64, post(hot)),
    ]
    const pgbench = findPgbench()
    const goals = [
      ...againstHandWritten('hand-written in full'),
      ...againstHandWritten('hand-written'),
      goal('hot against random, 64 callers', 'ours, hot, 64', 'ours, random, 64', 0.9, 1.2),
      goal('random, 64 callers: -N in Node', 'ours, random, 64', '-N in Node, 16', 2.5, 4),
    ]
    if (pgbench !== undefined) {
      const database = await server.database('pgbench')
      await setUpPgbench(pgbench, database)
      cells.unshift({
        name: 'pgbench -N, 16',
        run: (seconds) => runPgbench(pgbench, database, { clients: 16, seconds }),
      })
      goals.push(
        goal('random, 64 callers: pgbench -N', 'ours, random, 64', 'pgbench -N, 16', 2.5, 4),
        goal('random, 256 callers: pgbench -N', 'ours, random, 256', 'pgbench -N, 16', 2.5, 5),
      )
    }
    const auditAll = async (): Promise<void> => {
      for (const database of [mine, ...modes.map((mode) => mode.database)]) await audit(database.pool(1))
    }
    return { cells, goals, audit: auditAll }

    /** The floors are meant for one with the features of ours; what has fewer is held against them as well. */
    function againstHandWritten(rival: string) {
      return [
        goal(`random, 64 callers: ${rival}`, 'ours, random, 64', `${rival}, random, 64`, 8, 12),
        goal(`one hot account, 64 callers: ${rival}`, 'ours, hot, 64', `${rival}, hot, 64`, 25, 45),
        goal(`one caller: ${rival}`, 'ours, random, 1', `${rival}, random, 1`, 1.6, 2.1),
      ]
    }

    function goal(what: string, of: string, against: string, floor: number, most: number) {
      return { what, ratio: throughputOf(of, against), floor, goal: most }
    }
  },
}
