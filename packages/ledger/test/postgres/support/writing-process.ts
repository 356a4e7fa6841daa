import { Pool } from 'pg'
import { createLedger } from '../../../src/index.ts'
import { write } from './writers.ts'

// A program that writes until it is killed, and says what it does: on Linux and macOS a line that was written to a pipe
// is there for the reader, however the writer ended.

const [url = '', book = ''] = process.argv.slice(2)
const pool = new Pool({ connectionString: url })
await write(createLedger({ pool }).book(book), {
  asked: (key) => process.stdout.write(`asked ${key}\n`),
  acknowledged: (key) => process.stdout.write(`acknowledged ${key}\n`),
  untilBack: () => Promise.reject(new Error('Nothing was to go wrong before this process is killed.')),
  isOver: () => false,
})
