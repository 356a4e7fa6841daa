import { describe, expect, it } from 'vitest'
import type { Account } from '../../src/accounts/account.ts'
import { undated } from '../../src/engine/undated.ts'
import { createIds } from '../../src/ids.ts'
import { toInstant } from '../../src/instant.ts'
import { AccountMemory } from '../../src/postgres/single-flight/account-memory.ts'
import { systemRandom } from '../../src/uuid-v7.ts'

const at = new Date('2026-11-21T09:00:00Z')
const ids = createIds({ clock: { now: () => at }, random: systemRandom })

function account(code: string): Account {
  return {
    ...{ id: ids.account(), book: 'main', code, currency: 'ZAR', scale: 2, type: 'liability', floor: 0n },
    ...{ ceiling: null, metadata: {}, status: 'open', posted: 0n, held: 0n, version: 0, entryCount: 0 },
    ...{ openedAt: toInstant(at), changedAt: undated },
  }
}

const changed = (from: Account): Account => ({ ...from, version: from.version + 1 })

describe('the memory of accounts', () => {
  it('answers for all that are asked for, or for none', () => {
    const memory = new AccountMemory({ least: 10 })
    const [alice, bob] = [account('alice'), account('bob')]
    memory.learn([alice], [changed(alice)])
    memory.learn([bob], [bob])

    expect(memory.recall('main', ['alice', 'bob'])).toEqual([changed(alice), bob])
    expect(memory.recall('main', ['alice', 'carol'])).toBeUndefined()
    expect(memory.recall('other', ['alice'])).toBeUndefined()
  })

  it('lays what is expected over what it remembers, or does not, and keeps none of it', () => {
    const memory = new AccountMemory({ least: 10 })
    const [alice, bob] = [account('alice'), account('bob')]
    memory.learn([], [alice])

    const expected = new Map([alice, bob].map((each) => [each.code, changed(each)]))

    expect(memory.recall('main', ['alice', 'bob'], expected)).toEqual([changed(alice), changed(bob)])
    expect(memory.recall('main', ['alice', 'bob', 'carol'], expected)).toBeUndefined()
    expect(memory.recall('main', ['alice'])).toEqual([alice])
    expect(memory.recall('main', ['bob'])).toBeUndefined()
  })

  it('forgets those that were not of use for the longest time', () => {
    const memory = new AccountMemory({ least: 2 })
    const [alice, bob, carol] = [account('alice'), account('bob'), account('carol')]
    memory.learn([], [alice, bob])

    memory.confirm([changed(alice)])
    memory.learn([], [carol])

    expect(memory.recall('main', ['alice', 'carol'])).toEqual([changed(alice), carol])
    expect(memory.recall('main', ['bob'])).toBeUndefined()
  })

  it('keeps nothing when it may keep nothing', () => {
    const memory = new AccountMemory({ least: 0 })

    memory.learn([], [account('alice')])

    expect(memory.recall('main', ['alice'])).toBeUndefined()
  })

  it('keeps nothing of what the owner wrote on an account, which may be large, nor when it was changed', () => {
    const memory = new AccountMemory({ least: 1 })
    const alice = account('alice')

    memory.learn([], [{ ...alice, metadata: { note: 'x'.repeat(10_000) }, changedAt: toInstant(at) }])

    expect(memory.recall('main', ['alice'])).toEqual([alice])
  })

  it('does not take an account of one book for that of another', () => {
    const memory = new AccountMemory({ least: 10 })
    const [alice, other] = [account('alice'), { ...account('alice'), book: 'other' }]
    memory.learn([], [alice, other])
    memory.learn([changed(alice), other], [changed(alice), other])

    expect(memory.recall('main', ['alice'])).toBeUndefined()
    expect(memory.recall('other', ['alice'])).toEqual([other])
  })

  it('tries an account ever less often that others are found to change, down to once in a thousand batches', () => {
    const memory = new AccountMemory({ least: 1 })
    let now = account('alice')
    memory.learn([], [now])

    const rests = Array.from({ length: 9 }, () => {
      now = changed(now)
      memory.learn([now], [now])
      let batches = 0
      while (memory.recall('main', ['alice']) === undefined) batches += 1
      return batches
    })

    expect(rests).toEqual([16, 32, 64, 128, 256, 512, 1_024, 1_024, 1_024])
  })

  it('trusts an account again that the database has confirmed', () => {
    const memory = new AccountMemory({ least: 1 })
    const alice = account('alice')
    memory.learn([], [alice])
    memory.learn([changed(alice)], [changed(alice)])

    memory.confirm([changed(alice)])

    expect(memory.recall('main', ['alice'])).toEqual([changed(alice)])
  })

  it('is not surprised by what it knows', () => {
    const memory = new AccountMemory({ least: 1 })
    const alice = account('alice')
    memory.learn([], [alice])

    memory.learn([alice], [changed(alice)])

    expect(memory.recall('main', ['alice'])).toEqual([changed(alice)])
  })
})
