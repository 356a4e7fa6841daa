import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { createRevioClient } from '../../src/index.ts'
import { deposit, done } from '../support/provider.ts'
import { readUntil } from '../support/read-until.ts'

const cli = resolve(import.meta.dirname, '../../src/simulator/cli.ts')

it('starts from the command line, prints what a client needs, works, and ends on a signal', async () => {
  const child = spawn(process.execPath, [cli, '--port', '0', '--virtual-clock'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const output = await readUntil(child.stdout, /brand id\s+\S+/)
    const read = (name: string): string => new RegExp(`${name}\\s+(\\S+)`).exec(output)?.[1] ?? ''
    const revio = createRevioClient({
      baseUrl: read('base URL'),
      secretKey: read('secret key'),
      brandId: read('brand id'),
    })

    const made = await revio.purchases.create(deposit('d1'))

    expect(done(made).checkoutUrl).toContain('http://127.0.0.1:')
  } finally {
    child.kill('SIGTERM')
  }
  expect(await once(child, 'exit')).toEqual([0, null])
})

it.each([
  [['--port', '99999'], 'is not a port'],
  [['--virtual-clock', 'tomorrow'], 'is not a moment'],
  [['--nonsense'], 'Usage:'],
])('refuses %j and says what it takes', async (args, message) => {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })

  const [output, [code]] = await Promise.all([readUntil(child.stderr, /Usage:/), once(child, 'exit')])

  expect(code).toBe(2)
  expect(output).toContain(message)
})
