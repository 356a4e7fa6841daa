import { createHash } from 'node:crypto'
import { race, waitFor } from '@evenkeel/test-support'
import { expect, it, onTestFinished } from 'vitest'
import { linkBankAccount } from '../../src/bank-accounts/link-bank-account.ts'
import { readBankAccountDetails } from '../../src/bank-accounts/read-details.ts'
import { freshKeys } from '../../src/config/fresh-keys.ts'
import type { Principal } from '../../src/contract/access.ts'
import { actAs } from '../../src/database/act.ts'
import { reseal } from '../../src/resealing/reseal.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { openBody, sealBody } from '../../src/webhooks/sealed-body.ts'
import { addUsers, newDetails, newNumber } from '../support/bank-accounts.ts'
import { enrolled } from '../support/enrolled.ts'
import { type IdentityApp, openIdentity } from '../support/identity-app.ts'
import { type Program, startProgram } from '../support/program.ts'
import { useServiceRoles } from '../support/service-roles.ts'
import { testKeys } from '../support/test-keys.ts'

const { database, application } = await useServiceRoles()
const { pool } = database

const oldKey = testKeys.EVENKEEL_ENCRYPTION_KEYS
let rounds = 0

/** A key of its own for each test, before those of the tests before it. */
const keys = [oldKey]
function addKey(): string {
  rounds += 1
  keys.unshift(freshKeys(`round${rounds}`).EVENKEEL_ENCRYPTION_KEYS)
  return keys.join(',')
}

const withKeys = (list: string): Promise<IdentityApp> => openIdentity({ EVENKEEL_ENCRYPTION_KEYS: list })

const command = (list: string): Program =>
  startProgram('cli.ts', {
    args: ['reseal'],
    environment: { ...testKeys, DATABASE_URL: application.url, EVENKEEL_ENCRYPTION_KEYS: list },
  })

/** How many values of the database each key has sealed. */
async function sealedBy(): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ key: string; count: number }>(`
    SELECT convert_from(substring(sealed FROM 3 FOR get_byte(sealed, 1)), 'UTF8') AS key, count(*)::integer AS count
    FROM (
      SELECT sealed_seed AS sealed FROM wallet.totp
      UNION ALL
      SELECT sealed_number FROM wallet.bank_account WHERE removed_at IS NULL
      UNION ALL
      SELECT sealed_body FROM wallet.webhook
    ) AS sealed_values
    GROUP BY key`)
  return Object.fromEntries(rows.map(({ key, count }) => [key, count]))
}

async function linkAll(service: IdentityApp, owners: readonly Principal[]): Promise<Map<Principal, string>> {
  const numbers = new Map<Principal, string>()
  for (const owner of owners) numbers.set(owner, await linkNew(service, owner))
  return numbers
}

async function linkNew({ bankAccounts }: IdentityApp, owner: Principal): Promise<string> {
  const number = newNumber()
  await linkBankAccount(bankAccounts, owner, { ...newDetails({ number }), stepUpId: undefined })
  return number
}

/** A webhook in the inbox, which is bound to its digest and not to its key. */
async function keepWebhook({ identity: { keyring } }: IdentityApp, body: string): Promise<Buffer> {
  const digest = createHash('sha256').update(body).digest()
  await pool.query(
    `
    INSERT INTO wallet.webhook (
      tenant_id, gateway, digest, sealed_body, event_type, object_kind, object_id, received_at, last_received_at,
      client_ip, job_id
    )
    VALUES (1, 'revio', $1, $2, '', '', '', now(), now(), '127.0.0.1', gen_random_uuid())
    `,
    [digest, sealBody(keyring, { tenantId: 1, digest, body: Buffer.from(body) })],
  )
  return digest
}

async function readWebhook({ identity: { keyring } }: IdentityApp, digest: Buffer): Promise<string> {
  const { rows } = await pool.query('SELECT sealed_body FROM wallet.webhook WHERE digest = $1', [digest])
  return openBody(keyring, { tenantId: 1, digest, sealedBody: rows[0].sealed_body }).toString()
}

/** Whose number is not the one that was linked last. */
async function wrongNumbers(
  { database: { db }, identity: { keyring } }: IdentityApp,
  numbers: ReadonlyMap<Principal, string>,
): Promise<string[]> {
  const wrong: string[] = []
  for (const [owner, number] of numbers) {
    const found = await readBankAccountDetails(db, keyring, owner)
    if (found?.number !== number) wrong.push(owner.userId)
  }
  return wrong
}

it('seals everything with the newest key while it is used, and then the old key may go', async () => {
  const before = await withKeys(keys.join(','))
  const owners = await addUsers(pool, 120)
  const numbers = await linkAll(before, owners)
  const { user, newCode } = await enrolled(before)
  const digest = await keepWebhook(before, 'a body that was signed')
  const service = await withKeys(addKey())
  const { db } = service.database
  const { keyring } = service.identity

  const resealing = reseal({ db, keyring, onProgress: () => undefined })
  const { errors } = await race(60, async (i) => {
    const owner = owners[i * 2]
    if (owner !== undefined) numbers.set(owner, await linkNew(service, owner))
  })
  const { resealed, unopened } = await resealing

  const newest = String(keys[0])
  const alone = await withKeys(newest)
  const code = newCode()
  alone.clock.set(before.clock.now())
  expect(errors).toEqual([])
  expect(unopened).toEqual([])
  expect(resealed).toBeGreaterThan(60)
  expect(await sealedBy()).toEqual({ [newest.split(':')[0] ?? '']: 122 })
  expect(await wrongNumbers(alone, numbers)).toEqual([])
  expect(await readWebhook(alone, digest)).toBe('a body that was signed')
  expect((await alone.logIn(user, { code })).access_token).toContain('.')
})

it('goes on where it was killed, and ends with everything under the newest key', async () => {
  const before = await withKeys(keys.join(','))
  const numbers = await linkAll(before, await addUsers(pool, 500))
  const list = addKey()
  const newest = list.split(':')[0] ?? ''
  const total = Object.values(await sealedBy()).reduce((sum, count) => sum + count, 0)
  const blocker = await database.connect()

  const killed = command(list)
  await waitFor(async () => (await sealedBy())[newest], { within: 30_000, what: 'the first batch' })
  // Every change is recorded there, so the batch after this stops in the middle and waits.
  await blocker.query('BEGIN; LOCK TABLE wallet.audit_record IN SHARE MODE')
  await waitFor(async () => {
    const { rows } = await pool.query(
      "SELECT FROM pg_locks WHERE relation = 'wallet.audit_record'::regclass AND NOT granted",
    )
    return rows.length > 0
  })
  killed.child.kill('SIGKILL')
  const signal = await killed.ended
  await blocker.query('ROLLBACK')
  const halfway = (await sealedBy())[newest]
  const wrongHalfway = await wrongNumbers(await withKeys(list), numbers)
  const second = command(list)
  const exitCode = await second.ended
  const third = command(list)

  expect(signal).toBe('SIGKILL')
  expect(halfway).toBeGreaterThan(0)
  expect(halfway).toBeLessThan(total)
  expect(wrongHalfway).toEqual([])
  expect([exitCode, await third.ended]).toEqual([0, 0])
  expect(second.output()).toContain(`"resealed":${total - (halfway ?? 0)},"key":"${newest}"`)
  expect(third.output()).toContain(`"resealed":0,"key":"${newest}"`)
  expect(await sealedBy()).toEqual({ [newest]: total })
  expect(await wrongNumbers(await withKeys(String(keys[0])), numbers)).toEqual([])
})

it('finds an account that was marked with an older key, during the change and after it', async () => {
  const before = await withKeys(keys.join(','))
  const [first, second, third] = await addUsers(pool, 3)
  if (first === undefined || second === undefined || third === undefined) throw new Error('There are three.')
  const number = await linkNew(before, first)
  const service = await withKeys(addKey())
  const { db } = service.database
  const link = (owner: Principal): Promise<object> =>
    linkBankAccount(service.bankAccounts, owner, { ...newDetails({ number }), stepUpId: undefined })

  await link(second)
  await reseal({ db, keyring: service.identity.keyring, onProgress: () => undefined })
  await link(third)

  const { rows } = await pool.query(
    'SELECT count(*)::integer AS shared, count(DISTINCT number_mark)::integer AS marks FROM wallet.bank_account WHERE user_id = ANY ($1) AND shared_at IS NOT NULL',
    [[first.userId, second.userId, third.userId]],
  )
  expect(rows).toEqual([{ shared: 3, marks: 1 }])
})

it('waits for a row that somebody has locked, and for no other', async () => {
  const before = await withKeys(keys.join(','))
  const owners = await addUsers(pool, 60)
  await linkAll(before, owners)
  const service = await withKeys(addKey())
  const newest = keys[0]?.split(':')[0] ?? ''
  const holder = await database.connect()
  onTestFinished(async () => void (await holder.query('ROLLBACK')))
  await holder.query('BEGIN')
  await holder.query('SELECT FROM wallet.bank_account WHERE user_id = $1 FOR UPDATE', [owners[30]?.userId])

  const resealing = reseal({
    db: service.database.db,
    keyring: service.identity.keyring,
    onProgress: () => undefined,
  })
  const left = await waitFor(async () => {
    const { [newest]: _, ...others } = await sealedBy()
    return Object.values(others).reduce((sum, count) => sum + count, 0) === 1
  })
  await holder.query('ROLLBACK')

  expect(left).toBe(true)
  expect((await resealing).resealed).toBeGreaterThanOrEqual(60)
  expect(Object.keys(await sealedBy())).toEqual([newest])
})

it('names what does not open, leaves it, and seals the rest', async () => {
  const before = await withKeys(keys.join(','))
  const owners = await addUsers(pool, 55)
  const numbers = await linkAll(before, owners)
  const [copied, swapped] = owners
  if (copied === undefined || swapped === undefined) throw new Error('There are two.')
  const original = await pool.query('SELECT sealed_number FROM wallet.bank_account WHERE user_id = $1', [
    swapped.userId,
  ])
  await pool.query(
    'UPDATE wallet.bank_account SET sealed_number = (SELECT sealed_number FROM wallet.bank_account WHERE user_id = $2) WHERE user_id = $1',
    [swapped.userId, copied.userId],
  )
  onTestFinished(async () => {
    await pool.query('UPDATE wallet.bank_account SET sealed_number = $2 WHERE user_id = $1', [
      swapped.userId,
      original.rows[0].sealed_number,
    ])
  })
  const list = addKey()

  const program = command(list)
  const exitCode = await program.ended

  numbers.delete(swapped)
  expect(exitCode).toBe(1)
  expect(program.output()).toContain(
    `bank_account.sealed_number 1 ${swapped.userId}: A sealed value was changed`,
  )
  expect(program.output()).not.toMatch(/\n\s+at /)
  expect(await wrongNumbers(await withKeys(list.split(',')[0] ?? ''), numbers)).toEqual([])
})

it('is recorded as what it is: the job has sealed anew, and nothing else has changed', async () => {
  const before = await withKeys(keys.join(','))
  const [owner] = await addUsers(pool, 1)
  if (owner === undefined) throw new Error('There is one.')
  await linkNew(before, owner)
  const service = await withKeys(addKey())

  await actAs({ actor: 'job:reseal' }, () =>
    reseal({
      db: service.database.db,
      keyring: createKeyring(service.config.encryptionKeys),
      onProgress: () => undefined,
    }),
  )

  const hidden = { old: '(hidden)', new: '(hidden)' }
  const { rows } = await pool.query(
    "SELECT actor, difference FROM wallet.audit_record WHERE row_id = $1 AND operation = 'update'",
    [owner.userId],
  )
  expect(rows).toEqual([{ actor: 'job:reseal', difference: { sealed_number: hidden, number_mark: hidden } }])
})
