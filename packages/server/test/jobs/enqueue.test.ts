import { useDatabase } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { actAs } from '../../src/database/act.ts'
import { inTransaction } from '../../src/database/transaction.ts'
import { enqueue } from '../../src/jobs/enqueue.ts'
import { openApp } from '../support/open-app.ts'
import { walletSchema } from '../support/wallet-schema.ts'

const { pool, url } = await useDatabase(walletSchema)

const theWebhook = { webhook: '7' }

async function jobs(): Promise<Record<string, unknown>[]> {
  const { rows } = await pool.query(
    'SELECT id, name, data, state, retry_limit, expire_seconds, heartbeat_seconds FROM pgboss.job ORDER BY created_on',
  )
  return rows
}

it('is there if and only if the change that it follows is, with a pool of one connection', async () => {
  const { database } = await openApp({ DATABASE_URL: url, EVENKEEL_DATABASE_POOL_SIZE: '1' })

  const kept = await actAs({ actor: 'anonymous', requestId: 'request-7' }, () =>
    inTransaction(database.db, (trx) => enqueue(trx, 'handle-webhook', theWebhook, { tenantId: 1 })),
  )
  const undone = inTransaction(database.db, async (trx) => {
    await enqueue(trx, 'handle-webhook', theWebhook, { tenantId: 1 })
    throw new Error('the change is refused')
  })

  await expect(undone).rejects.toThrow('the change is refused')
  expect(await jobs()).toEqual([
    {
      id: kept,
      name: 'high',
      data: { job: 'handle-webhook', payload: theWebhook, tenant: 1, request: 'request-7', trace: null },
      state: 'created',
      retry_limit: 3,
      expire_seconds: 180,
      heartbeat_seconds: 30,
    },
  ])
})

it('refuses a payload that the table of jobs does not describe', async () => {
  const { database } = await openApp({ DATABASE_URL: url })
  const before = await jobs()
  const surplus = { ...theWebhook, password: 'seven lamps' }

  const refused = inTransaction(database.db, (trx) =>
    enqueue(trx, 'handle-webhook', surplus, { tenantId: 1 }),
  )

  await expect(refused).rejects.toThrow('password')
  expect(await jobs()).toEqual(before)
})
