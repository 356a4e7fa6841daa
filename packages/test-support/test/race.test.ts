import { expect, it } from 'vitest'
import { race } from '../src/index.ts'

it('starts all before any has finished', async () => {
  let started = 0
  let startedWhenFirstWentOn = 0

  await race(50, async () => {
    started += 1
    await Promise.resolve()
    startedWhenFirstWentOn ||= started
  })

  expect(startedWhenFirstWentOn).toBe(50)
})

it('sorts winners from losers, in the order of their starts', async () => {
  const outcome = await race(4, async (i) => {
    if (i % 2 === 1) throw new Error(`${i} sank`)
    return i
  })

  expect(outcome).toEqual({ values: [0, 2], errors: [new Error('1 sank'), new Error('3 sank')] })
})

it('counts a runner that falls at the start as a loser', async () => {
  const outcome = await race(2, (i) => {
    if (i === 0) throw new Error('fell')
    return Promise.resolve('arrived')
  })

  expect(outcome).toEqual({ values: ['arrived'], errors: [new Error('fell')] })
})

it.each([0, -1, 1.5])('refuses a race of %s', async (n) => {
  await expect(race(n, () => Promise.resolve())).rejects.toThrow('at least one runner')
})
