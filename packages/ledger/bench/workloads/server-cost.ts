import type { Client, Pool } from 'pg'
import type { Book } from '../../src/index.ts'
import { randomPairs } from '../account-pairs.ts'
import { audit } from '../audit.ts'
import { backendCpu } from '../backend-cpu.ts'
import { handWritten, setUpHandWritten } from '../contenders/hand-written.ts'
import { minimal, setUpMinimal } from '../contenders/minimal.ts'
import { journal, ourLedger, setUpOurs } from '../contenders/ours.ts'
import { median } from '../median.ts'
import type { Fact, Workload } from '../workload.ts'

const accounts = 10_000
const sizes = [1, 16, 64, 256, 1_000]

/**
 * What the server does for a journal, counted and not timed: processor time of the one backend at work, bytes of WAL,
 * bytes on disk. Other work on the machine hardly changes these numbers, so they are those that rounds are judged by.
 */
export const serverCost: Workload = {
  name: 'server-cost',
  about: 'what one journal costs the server, at batches of 1 to 1,000',
  async prepare({ server, options }) {
    const mine = await server.database('ours_cost')
    const theirs = await server.database('hand_written_cost')
    const least = await server.database('minimal_cost')
    await setUpOurs(mine, accounts)
    await setUpHandWritten(theirs, accounts)
    await setUpMinimal(least, accounts)
    const next = randomPairs(accounts)
    const { book, pool } = ourLedger(mine, { connections: 1 })
    await touchAll(book)
    const forgetful = await server.database('ours_forgetful')
    await setUpOurs(forgetful, accounts)
    const asking = ourLedger(forgetful, { connections: 1, rememberedAccounts: 0 })
    const handPool = theirs.pool(1)
    const leastPool = least.pool(1)
    const transfer = handWritten(handPool)
    const move = minimal(leastPool)

    const post = async (size: number, through = book): Promise<void> => {
      if (size === 1) await through.post(journal(...next()))
      else
        await through.post(
          Array.from({ length: size }, () => journal(...next())),
          { mode: 'independent' },
        )
    }
    return { cells: [], facts, audit: () => audit(mine.pool(1)) }

    async function facts(): Promise<readonly Fact[]> {
      const found: Fact[] = []
      const single = await costOf(leastPool, 200, () => move(...next()))
      found.push(fact('minimal transfer: server CPU', single.cpuUs, 'us'))
      const hand = await costOf(handPool, 200, () => transfer(...next()))
      found.push(
        fact('hand-written: server CPU', hand.cpuUs, 'us'),
        fact('hand-written: WAL', hand.walBytes, 'bytes'),
      )
      await post(256)
      const before = await bytesOf(pool)
      for (const size of sizes) {
        const { cpuUs, walBytes } = await costOf(
          pool,
          Math.max(8, Math.round(400 / size)),
          () => post(size),
          size,
        )
        found.push(
          fact(`ours, batch of ${size}: server CPU`, cpuUs, 'us'),
          fact(`ours, batch of ${size}: WAL`, walBytes, 'bytes'),
        )
        if (size === 256) {
          found.push({
            ...fact('batch of 256 against a minimal transfer', cpuUs / single.cpuUs, ''),
            floor: 0.25,
            goal: 0.12,
          })
        }
      }
      for (const size of [1, 256]) {
        const times = Math.max(8, Math.round(400 / size))
        const { cpuUs } = await costOf(asking.pool, times, () => post(size, asking.book), size)
        found.push(fact(`ours, batch of ${size}, accounts asked for: server CPU`, cpuUs, 'us'))
      }
      const after = await bytesOf(pool)
      const perJournal = (after.bytes - before.bytes) / (after.journals - before.journals)
      found.push({
        ...fact('disk per journal of two entries, all indexes', perJournal, 'bytes'),
        floor: 1_000,
        goal: 700,
      })
      return found
    }

    async function costOf(
      pool: Pool,
      times: number,
      work: () => Promise<unknown>,
      size = 1,
    ): Promise<{ cpuUs: number; walBytes: number }> {
      const pid = await pidOf(pool)
      for (let i = 0; i < 8; i++) await work()
      const cpu: number[] = []
      const wal = await walPosition(pool)
      for (let turn = 0; turn < options.turns; turn++) {
        cpu.push(
          await backendCpu(pid, async () => {
            for (let i = 0; i < times; i++) await work()
          }),
        )
      }
      const written = (await walPosition(pool)) - wal
      return { cpuUs: median(cpu) / (times * size), walBytes: written / (times * size * options.turns) }
    }
  },
}

/** As all accounts of a process are that has been at work for a while. */
async function touchAll(book: Book): Promise<void> {
  const pairs = Array.from({ length: accounts / 2 }, (_, n) => journal(2 * n, 2 * n + 1))
  while (pairs.length > 0) await book.post(pairs.splice(0, 1_000), { mode: 'independent' })
}

const fact = (what: string, value: number, unit: string): Fact => ({ what, value, unit })

async function pidOf(pool: Pool | Client): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return rows[0]?.pid ?? 0
}

async function walPosition(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>(
    `SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') AS bytes`,
  )
  return Number(rows[0]?.bytes)
}

/** All that the tables take which grow with journals, indexes included. */
async function bytesOf(pool: Pool): Promise<{ bytes: number; journals: number }> {
  const { rows } = await pool.query<{ bytes: string; journals: string }>(
    `SELECT
       sum(pg_total_relation_size(name::regclass)) AS bytes,
       (SELECT count(*) FROM ledger.journal) AS journals
     FROM unnest(ARRAY['ledger.journal', 'ledger.entry', 'ledger.key', 'ledger.standing', 'ledger.shifted_entry']) AS name`,
  )
  return { bytes: Number(rows[0]?.bytes), journals: Number(rows[0]?.journals) }
}
