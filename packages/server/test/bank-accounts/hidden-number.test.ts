import { expect, it } from 'vitest'
import { linkBankAccount } from '../../src/bank-accounts/link-bank-account.ts'
import { describeConfig } from '../../src/config/describe-config.ts'
import { describeError } from '../../src/observability/describe-error.ts'
import { problemOf as problemOfError } from '../../src/plugins/problem-of.ts'
import { linkBody, newNumber } from '../support/bank-accounts.ts'
import { enrolled } from '../support/enrolled.ts'
import { openIdentity } from '../support/identity-app.ts'

const path = '/v1/bank-account'

/** The ways in which bytes are written down, and backwards once, because a list of digits may be turned. */
function spellings(number: string): string[] {
  const bytes = Buffer.from(number)
  return [
    number,
    [...number].toReversed().join(''),
    bytes.toString('hex'),
    bytes.toString('base64').replace(/=+$/, ''),
    number.replace(/(\d{4})(?=\d)/g, '$1 '),
    number.replace(/(\d{4})(?=\d)/g, '$1-'),
  ]
}

it('tells an account number to nobody: no table, log, answer, mail, figure, error or trail has it', async () => {
  const numbers = Array.from({ length: 6 }, newNumber)
  const [plain = '', approved = '', refused = '', broken = '', tooLong = '', rolledBack = ''] = numbers
  const service = await openIdentity(
    { LOG_LEVEL: 'trace' },
    {
      bankAccountVerifier: {
        async verify({ number }) {
          if (number === refused) return { verdict: 'refused', reason: 'The bank knows no such account.' }
          if (number === broken) throw new TypeError(`no route to account ${number}`)
          return { verdict: 'accepted' }
        },
      },
    },
  )
  const { pool, metrics } = service
  const user = await service.newUser()
  const { access_token: token } = await service.logIn(user)
  const withCode = await enrolled(service)
  const put = (by: string, number: string, headers = {}): ReturnType<typeof service.send> =>
    service.send('PUT', path, { token: by, body: linkBody({ number }), headers })

  const asked = await put(withCode.tokens.access_token, approved)
  const stepUp: string = asked.json().step_up.id
  const answers = [
    asked,
    await put(token, plain),
    await put(token, plain),
    await put(token, refused),
    await put(token, broken),
    await put(token, `${tooLong}12345678`),
    await service.send('GET', `${path}?account_number=${plain}`, { token }),
    await service.send('GET', path, { token }),
    await service.send('POST', `/v1/me/step-ups/${stepUp}`, {
      token: withCode.tokens.access_token,
      body: { code: withCode.newCode() },
    }),
    await put(withCode.tokens.access_token, approved, { 'step-up': stepUp }),
  ]
  // A link that the database refuses: its error quotes the row, and goes where errors go.
  await pool.query(
    "ALTER TABLE wallet.bank_account ADD CONSTRAINT no_more CHECK (bank_name <> 'refused bank')",
  )
  answers.push(
    await service.send('PUT', path, {
      token,
      body: linkBody({ number: rolledBack, bankName: 'refused bank' }),
    }),
  )
  const owner = {
    userId: user.id,
    tenantId: 1,
    mail: user.mail,
    name: '',
    tenant: 'default',
    sessionId: user.id,
  }
  const thrown: unknown = await linkBankAccount(
    service.bankAccounts,
    { ...owner, tier: 'standard', roles: ['user'] },
    { bankName: 'refused bank', holder: 'A', number: rolledBack, stepUpId: undefined },
  ).catch((error: unknown) => error)
  answers.push(await service.send('DELETE', path, { token }))
  const letters = await Promise.all([user, withCode.user].map(({ mail }) => service.lettersTo(mail)))

  const told = [
    service.logged(),
    await metrics.read(),
    describeConfig(service.config),
    JSON.stringify([letters, describeError(thrown), problemOfError(thrown)]),
    ...answers.map(({ headers, body }) => JSON.stringify([headers, body])),
    ...(await everyRow()),
  ]

  const found = numbers.flatMap(spellings).filter((text) => told.some((place) => place.includes(text)))
  expect(found).toEqual([])
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([
    403, 200, 200, 422, 503, 400, 400, 200, 204, 200, 500, 204,
  ])
  expect(thrown).toBeInstanceOf(Error)
  expect(told.filter((place) => place.includes(approved.slice(-4))).length).toBeGreaterThan(1)
  expect(letters.flat().length).toBeGreaterThan(2)

  /** Every table there is, of the service, the ledger and the jobs, as text; PostgreSQL writes bytes in hex. */
  async function everyRow(): Promise<string[]> {
    const { rows: tables } = await pool.query<{ name: string }>(`
      SELECT format('%I.%I', nspname, relname) AS name
      FROM pg_class
      JOIN pg_namespace ON pg_namespace.oid = relnamespace
      WHERE relkind = 'r' AND nspname NOT IN ('pg_catalog', 'information_schema')`)
    const dumps: string[] = []
    for (const { name } of tables) {
      const { rows } = await pool.query<{ text: string | null }>(
        `SELECT string_agg(row_of::text, chr(10)) AS text FROM ${name} AS row_of`,
      )
      dumps.push(rows[0]?.text ?? '')
    }
    return dumps
  }
})
