import { isDeepStrictEqual } from 'node:util'
import { race, testData } from '@evenkeel/test-support'
import { fc, test as property } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { linkBankAccount } from '../../src/bank-accounts/link-bank-account.ts'
import { readBankAccountDetails } from '../../src/bank-accounts/read-details.ts'
import { BankAccountBody } from '../../src/contract/bank-account.ts'
import { addUsers, linkBody, newNumber } from '../support/bank-accounts.ts'
import { enrolled } from '../support/enrolled.ts'
import { type IdentityApp, openIdentity, problemOf } from '../support/identity-app.ts'

const path = '/v1/bank-account'
const dayMs = 24 * 3_600_000

async function loggedIn(service: IdentityApp): Promise<{ token: string; mail: string; id: string }> {
  const user = await service.newUser()
  const { access_token: token } = await service.logIn(user)
  return { ...user, token }
}

it('links an account, shows its last four digits, and says from when money may go there', async () => {
  const service = await openIdentity()
  const { token, mail } = await loggedIn(service)
  const now = service.clock.now()

  const linked = await service.send('PUT', path, { token, body: linkBody({ number: '620012345678' }) })
  const read = await service.send('GET', path, { token })

  expect([linked.statusCode, read.statusCode]).toEqual([200, 200])
  expect(read.json()).toEqual(linked.json())
  expect(linked.json()).toEqual({
    bank_name: 'Harbour Bank',
    holder: 'Thandi Nkosi',
    last_four: '5678',
    changed_at: now.toISOString(),
    usable_from: new Date(now.getTime() + dayMs).toISOString(),
  })
  expect((await service.lettersTo(mail))[0]?.subject).toBe('Your bank account was changed')
})

it('starts the time anew with every change, and not where nothing changed', async () => {
  const service = await openIdentity({ EVENKEEL_BANK_ACCOUNT_COOLING_HOURS: '48' })
  const { token } = await loggedIn(service)
  const body = linkBody()
  const put = async (change: object): Promise<string> => {
    service.clock.advance(60_000)
    const { changed_at: changedAt, usable_from: usableFrom } = (
      await service.send('PUT', path, { token, body: { ...body, ...change } })
    ).json()
    expect(Date.parse(usableFrom) - Date.parse(changedAt)).toBe(2 * dayMs)
    return changedAt
  }

  const first = await put({})
  const again = await put({})
  const changes = [
    await put({ bank_name: 'Inland Bank' }),
    await put({ holder: 'Thandi M Nkosi' }),
    await put({ account_number: newNumber() }),
    await put({}),
  ]

  expect(again).toBe(first)
  expect(new Set([first, ...changes]).size).toBe(5)
})

it('shows nobody the account of somebody else, and staff none at all', async () => {
  const service = await openIdentity()
  const [owner, other] = [await loggedIn(service), await loggedIn(service)]
  await service.send('PUT', path, { token: owner.token, body: linkBody() })
  await service.pool.query("UPDATE wallet.user_role SET role = 'finance' WHERE user_id = $1", [other.id])
  const { access_token: token } = await service.logIn(other)

  const answers = await Promise.all(
    (['GET', 'PUT', 'DELETE'] as const).map((method) =>
      service.send(method, path, { token, ...(method === 'PUT' && { body: linkBody() }) }),
    ),
  )

  expect(answers.map(problemOf)).toEqual(Array(3).fill({ status: 403, code: 'not_allowed' }))
  expect((await service.send('GET', path, { token: owner.token })).statusCode).toBe(200)
})

it('forgets the number when the account is removed, and keeps that there was one', async () => {
  const service = await openIdentity()
  const { token, id, mail } = await loggedIn(service)
  await service.send('PUT', path, { token, body: linkBody({ number: '620012345678' }) })

  const removed = await service.send('DELETE', path, { token })
  const again = await service.send('DELETE', path, { token })
  const read = await service.send('GET', path, { token })

  const { rows } = await service.pool.query('SELECT * FROM wallet.bank_account WHERE user_id = $1', [id])
  expect(rows).toMatchObject([
    { last_four: '5678', sealed_number: null, number_mark: null, removed_at: expect.any(Date) },
  ])
  expect(removed.statusCode).toBe(204)
  expect([again, read].map(problemOf)).toEqual(Array(2).fill({ status: 404, code: 'not_found' }))
  expect((await service.lettersTo(mail))[0]?.subject).toBe('Your bank account was removed')
  await expect(service.pool.query('DELETE FROM wallet.bank_account')).rejects.toThrow('never removed')
})

it('links one again after a removal, and it waits like the first', async () => {
  const service = await openIdentity()
  const { token } = await loggedIn(service)
  const body = linkBody()
  const before = (await service.send('PUT', path, { token, body })).json()
  await service.send('DELETE', path, { token })
  service.clock.advance(3 * 60_000)

  const after = (await service.send('PUT', path, { token, body })).json()

  expect(Date.parse(after.usable_from) - Date.parse(before.usable_from)).toBe(3 * 60_000)
  expect((await service.send('GET', path, { token })).json()).toEqual(after)
})

it('asks for a code where there is a second factor, for exactly this account and once', async () => {
  const service = await openIdentity()
  const { tokens, newCode } = await enrolled(service)
  const token = tokens.access_token
  const body = linkBody()
  const put = (change: object, stepUp?: string): ReturnType<typeof service.send> =>
    service.send('PUT', path, {
      token,
      body: { ...body, ...change },
      ...(stepUp !== undefined && { headers: { 'step-up': stepUp } }),
    })

  const asked = await put({})
  const id: string = asked.json().step_up.id
  const early = await put({}, id)
  await service.send('POST', `/v1/me/step-ups/${id}`, { token, body: { code: newCode() } })
  const other = await put({ account_number: newNumber() }, id)
  const linked = await put({}, id)
  const again = await put({}, id)
  const guess = await put({})

  expect(problemOf(asked)).toEqual({ status: 403, code: 'step_up_required' })
  expect([early, other, again].map(problemOf)).toEqual(
    Array(3).fill({ status: 403, code: 'step_up_refused' }),
  )
  expect(linked.statusCode).toBe(200)
  // Whether a number is the linked one is told to nobody without a code.
  expect(problemOf(guess)).toEqual({ status: 403, code: 'step_up_required' })
  expect((await service.send('DELETE', path, { token })).statusCode).toBe(204)
})

it('links nothing that the verifier refuses, or has not accepted', async () => {
  const verdicts = {
    '1000000001': async () => ({ verdict: 'refused', reason: 'The bank knows no such account.' }) as const,
    '1000000002': () => Promise.reject(new Error('no answer for 1000000002')),
    '1000000003': async () => ({ verdict: 'accepted' }) as const,
  }
  const service = await openIdentity(
    {},
    { bankAccountVerifier: { verify: ({ number }) => Object(verdicts)[number]() } },
  )
  const { token } = await loggedIn(service)
  const put = (number: string): ReturnType<typeof service.send> =>
    service.send('PUT', path, { token, body: linkBody({ number }) })

  const [refused, silent] = [await put('1000000001'), await put('1000000002')]
  const before = await service.send('GET', path, { token })
  const accepted = await put('1000000003')

  expect([refused, silent, before].map(problemOf)).toEqual([
    { status: 422, code: 'bank_account_refused' },
    { status: 503, code: 'bank_account_unverified' },
    { status: 404, code: 'not_found' },
  ])
  expect(refused.json().detail).toBe('The bank knows no such account.')
  expect(accepted.statusCode).toBe(200)
  expect(service.logged()).toContain('a bank account could not be verified')
  expect(service.logged()).not.toContain('1000000002')
})

it('keeps one account of a user, whole, when twenty are linked and removed at once', async () => {
  const service = await openIdentity()
  const { token, id } = await loggedIn(service)
  const bodies = Array.from({ length: 20 }, (_, i) =>
    linkBody({ bankName: `Bank ${i}`, number: `62000000${1000 + i}` }),
  )

  const { values, errors } = await race(25, (i) =>
    i < 20
      ? service.send('PUT', path, { token, body: bodies[i] ?? {} })
      : service.send('DELETE', path, { token }),
  )
  const last = await service.send('PUT', path, {
    token,
    body: linkBody({ bankName: 'Bank 7', number: '620000001007' }),
  })

  const { rows } = await service.pool.query('SELECT * FROM wallet.bank_account WHERE user_id = $1', [id])
  expect(errors).toEqual([])
  expect(values.filter(({ statusCode }) => ![200, 204, 404].includes(statusCode))).toEqual([])
  expect(rows).toHaveLength(1)
  expect(last.json()).toMatchObject({ bank_name: 'Bank 7', last_four: '1007' })
})

const parses = (change: object): boolean =>
  BankAccountBody.safeParse({ bank_name: 'B', account_number: '1234567890', holder: 'A', ...change }).success

property.prop([fc.oneof(fc.stringMatching(/^[0-9]{8,20}$/), fc.string({ unit: 'binary' }))])(
  'takes 10 to 18 ASCII digits as a number, and nothing else',
  (text) => {
    expect(parses({ account_number: text })).toBe(/^[0-9]{10,18}$/.test(text))
  },
)

it('takes a holder of letters and spaces in every script, and nothing else', () => {
  const names = ['Thandi Nkosi', 'Zoë', 'Zoe\u0308', '美玲', 'நளினி', 'عمر', ' A  B ', 'a'.repeat(255)]
  const others = [
    '',
    ' ',
    "O'Brien",
    'Smith-Jones',
    'R2',
    'A\u202eB',
    'A\0',
    'A\nB',
    '\u0301',
    'a'.repeat(256),
  ]

  expect(names.filter((holder) => !parses({ holder }))).toEqual([])
  expect(others.filter((holder) => parses({ holder }))).toEqual([])
  expect(
    BankAccountBody.parse({ bank_name: ' B ', account_number: '1234567890', holder: ' A  B ' }),
  ).toMatchObject({ bank_name: 'B', holder: 'A B' })
})

it('keeps every name that it takes as it was given, however odd', async () => {
  const service = await openIdentity()
  const [owner] = await addUsers(service.pool, 1)
  if (owner === undefined) throw new Error('There is one.')
  const odd = z.array(z.string()).parse(JSON.parse(testData('blns.json')))
  const bodies = odd.flatMap((name) => [linkBody({ bankName: name }), linkBody({ holder: name })])
  const taken = bodies.flatMap((body) => BankAccountBody.safeParse(body).data ?? [])

  const changed: object[] = []
  for (const { bank_name: bankName, holder, account_number: number } of taken) {
    await linkBankAccount(service.bankAccounts, owner, { bankName, holder, number, stepUpId: undefined })
    const kept = await readBankAccountDetails(service.database.db, service.identity.keyring, owner)
    const { changedAt: _, ...details } = kept ?? { changedAt: undefined }
    if (!isDeepStrictEqual(details, { bankName, holder, number })) changed.push({ bankName, holder })
  }

  expect(changed).toEqual([])
  expect(taken.length).toBeGreaterThan(300)
}, 30_000)
