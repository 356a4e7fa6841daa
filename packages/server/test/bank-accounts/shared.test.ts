import { race } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { linkBankAccount } from '../../src/bank-accounts/link-bank-account.ts'
import type { Principal } from '../../src/contract/access.ts'
import { addUsers, newDetails, newNumber } from '../support/bank-accounts.ts'
import { type IdentityApp, openIdentity } from '../support/identity-app.ts'

async function link(service: IdentityApp, owner: Principal, number: string, bankName = 'B'): Promise<object> {
  return await linkBankAccount(service.bankAccounts, owner, {
    ...newDetails({ number, bankName }),
    stepUpId: undefined,
  })
}

/** What staff see, over HTTP: who shares with whom. */
async function sharing(service: IdentityApp): Promise<Map<string, string[]>> {
  const user = await service.newUser()
  await service.pool.query("UPDATE wallet.user_role SET role = 'support' WHERE user_id = $1", [user.id])
  const { access_token: token } = await service.logIn(user)
  const answer = await service.send('GET', '/v1/admin/bank-accounts/shared', { token })
  const { data }: { data: { user_id: string; shared_with: string[] }[] } = answer.json()
  return new Map(data.map((account) => [account.user_id, account.shared_with]))
}

it('shows staff who has linked the same number, whatever the bank is called, and tells the users nothing', async () => {
  const service = await openIdentity()
  const [one, two, alone] = await addUsers(service.pool, 3)
  if (one === undefined || two === undefined || alone === undefined) throw new Error('There are three.')
  const number = newNumber()

  const first = await link(service, one, number)
  const second = await link(service, two, number, 'another bank')
  await link(service, alone, newNumber())

  const seen = await sharing(service)
  expect([one, two, alone].map(({ userId }) => seen.get(userId))).toEqual([
    [two.userId],
    [one.userId],
    undefined,
  ])
  expect(Object.keys(second)).toEqual(Object.keys(first))
})

it('stops naming who has linked another number since, and remembers that it was shared', async () => {
  const service = await openIdentity()
  const [one, two] = await addUsers(service.pool, 2)
  if (one === undefined || two === undefined) throw new Error('There are two.')
  const number = newNumber()
  await link(service, one, number)
  await link(service, two, number)

  await link(service, two, newNumber())

  const seen = await sharing(service)
  expect([one, two].map(({ userId }) => seen.get(userId))).toEqual([[], undefined])
})

it('misses none of twenty that link one number at once', async () => {
  const service = await openIdentity()
  const owners = await addUsers(service.pool, 20)
  const number = newNumber()

  const { errors } = await race(20, (i) => link(service, owners[i] ?? never(), number))

  const seen = await sharing(service)
  expect(errors).toEqual([])
  expect(owners.map(({ userId }) => seen.get(userId)?.length)).toEqual(Array(20).fill(19))
})

it('lets users swap their numbers at once, a hundred times', async () => {
  const service = await openIdentity()
  const owners = await addUsers(service.pool, 2)
  const numbers = [newNumber(), newNumber()]

  const { errors } = await race(100, (i) =>
    link(service, owners[i % 2] ?? never(), numbers[Math.floor(i / 2) % 2] ?? never()),
  )

  expect(errors).toEqual([])
})

function never(): never {
  throw new Error('There is one for each.')
}
