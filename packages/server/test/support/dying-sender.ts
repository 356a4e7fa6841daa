import type { Pool, PoolClient } from 'pg'
import { readConfig } from '../../src/config/read-config.ts'
import { createDependencies } from '../../src/dependencies.ts'
import { gatewaysOf } from '../../src/gateways/gateways.ts'
import type { PayoutGateway } from '../../src/gateways/payout-gateway.ts'
import { createLogger } from '../../src/observability/logger.ts'
import { sendPayout } from '../../src/withdrawals/withdrawals.ts'

// Sends one payout in a process of its own, and kills itself at one of the points where something outside has just
// changed or is about to: around each call of the provider, and after each commit. With no such point left it prints
// `done`.
const dieAt = Number(process.env['DIE_AT'])
let passed = 0

function point(name: string): void {
  passed += 1
  if (passed !== dieAt) return
  process.stdout.write(`${name}\n`)
  process.kill(process.pid, 'SIGKILL')
}

function around<Given extends unknown[], Answer>(
  name: string,
  call: (...given: Given) => Promise<Answer>,
): (...given: Given) => Promise<Answer> {
  return async (...given) => {
    point(`before ${name}`)
    const answer = await call(...given)
    point(`after ${name}`)
    return answer
  }
}

function watchCommits(pool: Pool): void {
  pool.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client)
    // The one form in which the service sends statements: an answer by promise.
    client.query = (async (...given: Parameters<typeof query>) => {
      const answer = await query(...given)
      const [statement] = given as unknown[]
      const text = typeof statement === 'string' ? statement : ''
      if (/^commit$/i.test(text)) point('after a commit')
      return answer
    }) as unknown as typeof client.query
  })
}

const config = readConfig(process.env)
const dependencies = createDependencies(config, createLogger(config.logLevel))
const { withdrawals, gateways, database } = dependencies
const gateway = gateways.forWithdrawals
if (gateway === undefined) throw new Error('No gateway is configured.')
const payouts: PayoutGateway = {
  create: around('create', gateway.payouts.create),
  execute: around('execute', gateway.payouts.execute),
  status: around('status', gateway.payouts.status),
}
watchCommits(database.pool)
await sendPayout(
  { ...withdrawals, gateways: gatewaysOf([{ ...gateway, payouts }]) },
  String(process.env['WITHDRAWAL']),
)
process.stdout.write('done\n')
await dependencies.close()
