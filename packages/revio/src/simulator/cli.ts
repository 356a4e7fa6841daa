#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { startSimulator } from './start-simulator.ts'

const usage = `Usage: revio-simulator [options]

A payment provider on this machine, for development and tests. No real money moves.

  --port <n>             listen here (4010)
  --host <address>       listen on this address (127.0.0.1)
  --seed <text>          same seed, same ids, keys and signatures (evenkeel)
  --virtual-clock [from] time stands still until it is moved on the control page; from: an ISO 8601 moment
  --webhook <url>        send every event there
  --help                 show this
`

await main(process.argv.slice(2))

async function main(args: string[]): Promise<void> {
  const options = readOptions(args)
  if (options === null) return
  const { webhook, ...settings } = options
  const simulator = await startSimulator(settings).catch((error: unknown) => {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (!isTaken) throw error
    console.error(`Port ${settings.port} is taken; choose another with --port.`)
    process.exitCode = 1
  })
  if (simulator === undefined) return
  console.log(`Revio simulator at ${simulator.origin}/ (control page)`)
  console.log(`  base URL    ${simulator.client.baseUrl}`)
  console.log(`  secret key  ${simulator.client.secretKey}`)
  console.log(`  brand id    ${simulator.client.brandId}`)
  if (webhook !== undefined) {
    const { publicKey } = simulator.sendWebhooksTo(webhook)
    console.log(`  webhooks    ${webhook}, signed with this key:\n${publicKey}`)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      // The server is all that keeps the process alive, so closing it ends it.
      simulator.close().catch((error: unknown) => {
        console.error(error)
        process.exitCode = 1
      })
    })
  }
}

type Options = Parameters<typeof startSimulator>[0] & { readonly webhook: string | undefined }

/** Null when there is nothing to start, and why has been said. */
function readOptions(args: string[]): Options | null {
  try {
    // parseArgs has no options with an optional value, so a bare --virtual-clock is given one.
    const spelled = args.flatMap((arg, index) => {
      const isBare = arg === '--virtual-clock' && (args[index + 1] ?? '--').startsWith('--')
      return isBare ? [arg, '2026-01-01T00:00:00Z'] : [arg]
    })
    const { values } = parseArgs({
      args: spelled,
      options: {
        port: { type: 'string', default: '4010' },
        host: { type: 'string', default: '127.0.0.1' },
        seed: { type: 'string', default: 'evenkeel' },
        'virtual-clock': { type: 'string' },
        webhook: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) {
      console.log(usage)
      return null
    }
    const from = values['virtual-clock']
    return {
      port: readPort(values.port),
      host: values.host,
      seed: values.seed,
      webhook: values.webhook,
      ...(from === undefined ? {} : { virtualClockFrom: readMoment(from) }),
    }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    process.exitCode = 2
    return null
  }
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new Error(`"${text}" is not a port; ports go from 0 to 65535.`)
}

function readMoment(text: string): Date {
  const moment = new Date(text)
  if (!Number.isNaN(moment.getTime())) return moment
  throw new Error(`"${text}" is not a moment; write one such as 2026-01-01T00:00:00Z.`)
}
