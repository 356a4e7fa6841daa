import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it as plainIt } from 'vitest'
import { errorCodes } from '../src/index.ts'
import { faultDescriptions } from '../src/simulator/index.ts'
import { findFreePort } from './support/free-port.ts'
import { done, it } from './support/provider.ts'
import { readUntil } from './support/read-until.ts'

const root = resolve(import.meta.dirname, '..')
const readme = readFileSync(resolve(root, 'README.md'), 'utf8')

it('takes a payment with the program that the README shows', async ({ simulator, revio }) => {
  const port = await findFreePort()
  const program = (/```ts\n(.*?)```/s.exec(readme)?.[1] ?? '').replace('listen(3000)', `listen(${port})`)
  const callback = `http://127.0.0.1:${port}/`
  const { publicKey } = done(
    await revio.webhooks.create({ title: 'README', callback, events: ['purchase.paid'] }),
  )
  const child = spawn(
    process.execPath,
    ['--conditions=@evenkeel/source', '--input-type=module-typescript', '--eval', program],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        KEY: simulator.client.secretKey,
        BRAND: simulator.client.brandId,
        BASE_URL: simulator.client.baseUrl,
        WEBHOOK_KEY: publicKey,
      },
    },
  )
  const lines = child.stdout.iterator({ destroyOnReturn: false })

  try {
    const output = await readUntil(lines, /Pay here: \S+/)
    simulator.payer.pay(/\/p\/([^/]+)\//.exec(output)?.[1] ?? '')

    expect(await readUntil(child.stdout, /Paid: .*\n/)).toBe('Paid: deposit-42, 10000 cents.\n')
  } finally {
    child.kill()
    await once(child, 'exit')
  }
})

plainIt('has a word on every error code', () => {
  const codes = Object.entries(errorCodes).flatMap(([name, list]) => [name, ...list])

  expect(codes.filter((code) => !readme.includes(`\`${code}\``))).toEqual([])
})

plainIt('has a word, in the page on the simulator, on every fault', () => {
  const page = readFileSync(resolve(root, 'docs/simulator.md'), 'utf8')

  expect(Object.keys(faultDescriptions).filter((fault) => !page.includes(`\`${fault}\``))).toEqual([])
})
