import { useDatabase } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { createLedger } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { hostFacts } from './hosts/host-facts.ts'
import { openWith, transfer, zar } from './support/pocket-money.ts'

const { url, pool } = await useDatabase(ledgerSchema)

hostFacts({ url, observer: pool })

it('leaves not even a savepoint behind after a dry run', async () => {
  const ledger = createLedger({ pool })
  await openWith(ledger.book('main'), { alice: zar('5.00'), bob: zar('0.00') })
  const client = await pool.connect()
  await client.query('BEGIN')
  const book = ledger.using(fromPg(client)).book('main')
  const entries = transfer('alice', 'bob', zar('1.00'))
  await book.post({ key: 'p', kind: 'payment', entries }, { dryRun: true })

  await expect(client.query('RELEASE SAVEPOINT evenkeel_dry_run')).rejects.toThrow('does not exist')
  await client.query('ROLLBACK')
  client.release()
})
