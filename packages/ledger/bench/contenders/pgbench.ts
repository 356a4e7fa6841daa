import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { Database } from '../bench-server.ts'
import type { Measurement } from '../measurement.ts'

const run = promisify(execFile)

/** PostgreSQL's own pgbench, where one is installed. */
export function findPgbench(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...(existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : []),
  ]
  return folders.map((folder) => join(folder, 'pgbench')).find(existsSync)
}

export async function setUpPgbench(program: string, database: Database): Promise<void> {
  await run(program, ['--initialize', '--quiet', '--scale=10', database.url])
}

/** `pgbench -N` with so many clients, as it is: in C, by the simple protocol. */
export async function runPgbench(
  program: string,
  database: Database,
  { clients, seconds }: { readonly clients: number; readonly seconds: number },
): Promise<Measurement> {
  const { stdout } = await run(program, [
    '--skip-some-updates',
    '--no-vacuum',
    `--client=${clients}`,
    '--jobs=2',
    `--time=${Math.max(1, Math.round(seconds))}`,
    database.url,
  ])
  const read = (pattern: RegExp): number => Number(pattern.exec(stdout)?.[1] ?? Number.NaN)
  const average = read(/latency average = ([\d.]+) ms/)
  return {
    perSecond: read(/tps = ([\d.]+)/),
    // It tells the average alone.
    p50Ms: average,
    p95Ms: Number.NaN,
    p99Ms: Number.NaN,
    errors: 0,
    nodeCpuUs: 0,
  }
}
