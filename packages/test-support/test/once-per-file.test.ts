import { expect, it } from 'vitest'
import { endFile, oncePerFile } from '../src/once-per-file.ts'

it('makes a thing when it is first asked for, and once', async () => {
  let made = 0
  const useThing = oncePerFile(async () => ++made)

  expect(made).toBe(0)
  expect(await Promise.all([useThing(), useThing()])).toEqual([1, 1])
})

it('ends what was made, the last first, and makes it anew for the next file', async () => {
  const happened: string[] = []
  const [useHull, useMast] = ['hull', 'mast'].map((part) =>
    oncePerFile(
      async () => happened.push(`make ${part}`),
      () => happened.push(`end ${part}`),
    ),
  )
  await useHull?.()
  await useMast?.()

  expect(await endFile()).toEqual([])
  expect(await endFile()).toEqual([])
  await useHull?.()

  expect(happened).toEqual(['make hull', 'make mast', 'end mast', 'end hull', 'make hull'])
})

it('says what could not be ended, and ends the rest', async () => {
  let isEnded = false
  const useFirst = oncePerFile(
    async () => undefined,
    () => {
      isEnded = true
    },
  )
  const useSecond = oncePerFile(
    async () => 'sail',
    (sail) => Promise.reject(new Error(`The ${sail} is stuck.`)),
  )
  await useFirst()
  await useSecond()

  expect(await endFile()).toEqual(['something made once for the file: Error: The sail is stuck.'])
  expect(isEnded).toBe(true)
})

it('says so where nothing could be made', async () => {
  const useThing = oncePerFile(() => Promise.reject(new Error('No wood.')))

  await expect(useThing()).rejects.toThrow('No wood.')

  expect(await endFile()).toEqual(['something made once for the file: Error: No wood.'])
})
