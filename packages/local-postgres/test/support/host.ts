import { createInterface } from 'node:readline'
import { startPostgres } from '../../src/index.ts'

/**
 * A program that uses the package, for tests that kill it: starts a server with the options of its command
 * line, says what it got, and stays until it is told to stop or killed.
 */
const postgres = await startPostgres(JSON.parse(process.argv[2] ?? '{}'))
const { url, port, pid, dataDir, version } = postgres
console.log(JSON.stringify({ url, port, pid, dataDir, version }))
for await (const line of createInterface({ input: process.stdin })) {
  if (line !== 'stop') continue
  await postgres.stop()
  break
}
