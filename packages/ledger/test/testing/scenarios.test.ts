import { samples } from '@evenkeel/test-support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountPath } from '../../src/chart/account-path.ts'
import type { PostJournal } from '../../src/index.ts'
import {
  accounts,
  assertInvariants,
  brokenJournals,
  frozenClock,
  journals,
  memoryContents,
  memoryLedger,
  type Played,
  playScenario,
  type Scenario,
  scenarios,
} from '../../src/testing/index.ts'
import { chart } from './chart.ts'

const numRuns = samples({ quick: 200, long: 5_000 })
const population = { names: ['1', '2'], currencies: ['ZAR', 'JPY'] }

async function play(scenario: Scenario): Promise<readonly Played[]> {
  const clock = frozenClock()
  const ledger = memoryLedger({ clock })
  const played = await playScenario(ledger.book('main', chart), scenario, { clock })
  assertInvariants(memoryContents(ledger.books, 'main'))
  return played
}

describe('arbitrary accounts', () => {
  it('are all accounts of the chart', () => {
    fc.assert(
      fc.property(accounts(fc, chart, population), (code) => {
        const { path } = chart.definition.accounts[familyOf(code)] ?? { path: 'none' }

        expect(accountPath(path).read(code)).toBeDefined()
        expect(chart.opening(code).code).toBe(code)
      }),
    )
  })
})

describe('arbitrary journals', () => {
  it('are posted by a book whose accounts have no floor to keep', async () => {
    await fc.assert(
      fc.asyncProperty(journals(fc, chart, population), async (journal) => {
        const main = memoryLedger().book('main')
        for (const { account } of journal.entries)
          await main.accounts.open({ ...chart.opening(account), floor: 'none' })

        const { replayed } = await main.post(journal)

        expect(replayed).toBe(false)
        expect(() => chart.flows.check(journal.kind, journal.entries)).not.toThrow()
      }),
      { numRuns },
    )
  })

  it('are refused in every way of being wrong, each with an error that blames the request', async () => {
    await fc.assert(
      fc.asyncProperty(brokenJournals(fc, chart, population), async ({ journal }) => {
        const steps = [{ do: 'post wrongly', wrong: 'a mistake', journal }] as const

        const [played] = await play({ accounts: [], steps })

        expect(played?.outcome).toMatchObject({ family: 'InvalidInputError' })
      }),
      { numRuns },
    )
  })
})

describe('a scenario', () => {
  it('leaves every book in which it is played true to the invariants', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(fc, chart, population), async (scenario) => {
        await play(scenario)
      }),
      { numRuns },
    )
  })

  it('brings about every sort of step with every sort of outcome', async () => {
    const seen = new Set<string>()
    for (const scenario of fc.sample(scenarios(fc, chart, population), { numRuns: 300, seed: 1 })) {
      for (const { step, outcome } of await play(scenario))
        seen.add(`${step.do}: ${outcome instanceof Error ? outcome.family : outcome}`)
    }

    expect([...seen]).toEqual(
      expect.arrayContaining([
        'post: written',
        'post: RejectedError',
        'post wrongly: InvalidInputError',
        'hold: written',
        'hold: RejectedError',
        'capture: written',
        'capture: RejectedError',
        'void: written',
        'extend: written',
        'reverse: written',
        'reverse: RejectedError',
        'repeat: replayed',
        'repeat: RejectedError',
        'freeze: written',
        'unfreeze: written',
      ]),
    )
  })

  it('fails on a book that accepts what the chart forbids', async () => {
    const [journal] = fc.sample(journals(fc, chart), { numRuns: 1, seed: 1 })
    const entries = journal?.entries ?? []
    const main = memoryLedger().book('main')
    for (const { account } of entries) await main.accounts.open({ ...chart.opening(account), floor: 'none' })
    const wrongly = { key: 'k', kind: 'outside-the-chart', entries }
    const steps = [{ do: 'post wrongly', wrong: 'a kind outside the chart', journal: wrongly }] as const

    const played = playScenario(main, { accounts: [], steps })

    await expect(played).rejects.toThrow('The book accepted a journal with a kind outside the chart.')
  })

  it('fails on a book that does not remember what it answered under a key', async () => {
    const [journal] = fc.sample(journals(fc, chart), { numRuns: 1, seed: 1 })
    if (journal === undefined) throw new Error('One journal was asked for.')
    const main = memoryLedger().book('main')
    for (const { account } of journal.entries)
      await main.accounts.open({ ...chart.opening(account), floor: 'none' })
    let calls = 0
    const forgetful = new Proxy(main, {
      get: (book, name) =>
        name === 'post'
          ? (input: PostJournal) => book.post({ ...input, key: `call ${++calls}` })
          : Reflect.get(book, name),
    })
    const steps = [{ do: 'post', journal } as const, { do: 'repeat', which: 0 } as const]

    const played = playScenario(forgetful, { accounts: [], steps })

    await expect(played).rejects.toThrow('was not given its first answer')
  })
})

function familyOf(code: string): string {
  if (code.startsWith('user:')) return 'wallet'
  return code.startsWith('bank:') ? 'bank' : 'fees'
}
