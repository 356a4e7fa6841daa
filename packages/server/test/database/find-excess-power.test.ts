import { escapeIdentifier, Pool } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { findExcessPower } from '../../src/database/find-excess-power.ts'
import { useServiceRoles } from '../support/service-roles.ts'

const { database, application } = await useServiceRoles()
const role = decodeURIComponent(new URL(application.url).username)

function poolOf(connectionString: string): Pool {
  const pool = new Pool({ connectionString, max: 1 })
  onTestFinished(() => pool.end())
  return pool
}

it('finds none in a role with the rights of roles.sql', async () => {
  expect(await findExcessPower(poolOf(application.url))).toBeUndefined()
})

it('finds it in the role that made the tables, which may be a superuser', async () => {
  const { rows } = await database.pool.query<{ role: string }>('SELECT current_user AS role')

  expect(await findExcessPower(database.pool)).toEqual({
    role: rows[0]?.role,
    why: expect.stringMatching(/^(is a superuser|owns tables of ledger and wallet), /),
  })
})

it('finds it in a role that owns a table, and in one that may become its owner', async () => {
  const owner = escapeIdentifier(`${database.name} owner`)
  await database.pool.query(`CREATE ROLE ${owner}`)
  onTestFinished(async () => {
    await database.pool.query(`REASSIGN OWNED BY ${owner} TO CURRENT_USER`)
    await database.pool.query(`DROP ROLE ${owner}`)
  })
  await database.pool.query(`ALTER TABLE wallet.mail OWNER TO ${owner}`)
  const pool = poolOf(application.url)
  const before = await findExcessPower(pool)

  await database.pool.query(`GRANT ${owner} TO ${escapeIdentifier(role)}`)

  expect(before).toBeUndefined()
  expect(await findExcessPower(pool)).toEqual({
    role,
    why: 'owns tables of wallet, or may become their owner, and can switch their triggers off',
  })
})
