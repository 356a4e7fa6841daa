import { Pool } from 'pg'
import { createLedger } from '../src/index.ts'
import { hotPairs } from './account-pairs.ts'
import { closedLoop } from './closed-loop.ts'
import { journal } from './contenders/ours.ts'

// One of several processes of the same service: `processes.ts` starts it and is told what it measured.

const [, , url = '', seconds = '1', accounts = '2'] = process.argv
const pool = new Pool({ connectionString: url, max: 2 })
const book = createLedger({ pool }).book('main')
const next = hotPairs(Number(accounts))

const measured = await closedLoop({
  callers: 64,
  seconds: Number(seconds),
  call: async () => {
    await book.post(journal(...next()))
    return 1
  },
})
process.send?.(measured)
await pool.end()
process.disconnect?.()
