import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { hotPairs } from '../account-pairs.ts'
import { audit } from '../audit.ts'
import { closedLoop } from '../closed-loop.ts'
import { handWritten, setUpHandWritten } from '../contenders/hand-written.ts'
import { setUpOurs } from '../contenders/ours.ts'
import type { Measurement } from '../measurement.ts'
import { median } from '../median.ts'
import { throughputOf, type Workload } from '../workload.ts'

const accounts = 10_000

/** Four services on one account: what calls share within a process, processes do not share. */
export const processes: Workload = {
  name: 'processes',
  about: 'four processes, 64 callers each, one hot account',
  async prepare({ server }) {
    const mine = await server.database('ours_processes')
    const theirs = await server.database('hand_written_processes')
    await setUpOurs(mine, accounts)
    await setUpHandWritten(theirs, accounts)
    const transfer = handWritten(theirs.pool(16))
    const hot = hotPairs(accounts)
    return {
      cells: [
        {
          name: 'hand-written, hot, 64',
          run: (seconds) => closedLoop({ callers: 64, seconds, call: () => transfer(...hot()) }),
        },
        { name: 'ours, hot, 4 x 64', run: (seconds) => inProcesses(mine.url, seconds) },
      ],
      goals: [
        {
          what: 'four processes, one hot account: hand-written',
          ratio: throughputOf('ours, hot, 4 x 64', 'hand-written, hot, 64'),
          floor: 10,
          goal: 25,
        },
      ],
      audit: () => audit(mine.pool(1)),
    }
  },
}

async function inProcesses(url: string, seconds: number): Promise<Measurement> {
  const program = fileURLToPath(new URL('../post-on-hot-account.ts', import.meta.url))
  const parts = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const child = fork(program, [url, String(seconds), String(accounts)])
      const [told] = await once(child, 'message')
      return told as Measurement // The program sends one measurement and ends.
    }),
  )
  const column = (name: keyof Measurement): number => median(parts.map((part) => part[name]))
  return {
    perSecond: parts.reduce((sum, { perSecond }) => sum + perSecond, 0),
    p50Ms: column('p50Ms'),
    p95Ms: column('p95Ms'),
    p99Ms: column('p99Ms'),
    errors: parts.reduce((sum, { errors }) => sum + errors, 0),
    nodeCpuUs: column('nodeCpuUs'),
  }
}
