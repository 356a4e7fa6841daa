import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { describe, expect } from 'vitest'
import { it } from './support/it.ts'
import { processesIn } from './support/processes.ts'
import { query } from './support/query.ts'

function run(...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'src', 'cli.ts'), ...args])
  return { child, status: once(child, 'exit').then(([status]) => status), errors: text(child.stderr) }
}

describe('evenkeel-postgres', () => {
  it.for(['SIGINT', 'SIGTERM'] as const)(
    'prints the URL of a server that runs until %s',
    async (signal, { room }) => {
      const { child, status } = run('--no-durable', '--data-dir', room.path('kept'), '--set', 'work_mem=5MB')
      const [url] = await once(createInterface({ input: child.stdout }), 'line')
      const answers = [await query(url, 'SHOW fsync'), await query(url, 'SHOW work_mem')]

      child.kill(signal)

      expect(answers.flat()).toEqual(['off', '5MB'])
      expect(await status).toBe(0)
      expect(processesIn(room.folder)).toEqual([])
    },
  )

  it('fails with 1 and says so when its port is taken', async ({ room }) => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()

    const { status, errors } = run(
      '--no-durable',
      '--data-dir',
      room.path('kept'),
      '--port',
      String(Object(address).port),
    )

    expect(await status).toBe(1)
    expect(await errors).toContain('The port is taken by another program')
    taken.close()
  })

  it('fails with 1 when its server crashes', async ({ room }) => {
    const { child, status, errors } = run('--no-durable', '--data-dir', room.path('kept'))
    const [url] = await once(createInterface({ input: child.stdout }), 'line')
    const [file] = await query(url, "SELECT pg_read_file('postmaster.pid')")

    process.kill(Number.parseInt(String(file), 10), 'SIGKILL')

    expect(await status).toBe(1)
    expect(await errors).toContain('PostgreSQL ended unexpectedly')
  })

  it.each([
    ['--prot', '1'],
    ['--port', 'high'],
    ['--version', '9'],
    ['--set', 'work_mem'],
    ['--set', 'port=1'],
    ['extra'],
  ])('fails with 2 for %s %s', async (...args) => {
    const { status, errors } = run(...args)

    expect(await status).toBe(2)
    expect(await errors).toContain('Try --help')
  })

  it('explains itself', async () => {
    const { child, status } = run('--help')

    expect(await text(child.stdout)).toContain('Usage: evenkeel-postgres')
    expect(await status).toBe(0)
  })
})
