import { spawnSync } from 'node:child_process'
import { assert, integer, property } from 'fast-check'
import { expect, it } from 'vitest'
import { samples } from '../src/index.ts'
import { seedFrom } from '../src/properties.ts'

it('takes the quick count, and the long one when the long run is asked for', () => {
  const counts = { quick: 10, long: 1_000 }

  expect(samples(counts, {})).toBe(10)
  expect(samples(counts, { EVENKEEL_LONG: '0' })).toBe(10)
  expect(samples(counts, { EVENKEEL_LONG: '1' })).toBe(1_000)
})

it('prints the seed of a property that failed, and how to replay it', () => {
  const failing = property(integer(), (n) => n < 1_000)

  expect(() => assert(failing, { seed: 42 })).toThrow(/seed: 42[\s\S]*Replay with EVENKEEL_SEED=42/)
})

it.each([
  [undefined, undefined],
  ['', undefined],
  ['42', 42],
  ['-7', -7],
])('reads EVENKEEL_SEED %s as %s', (text, seed) => {
  expect(seedFrom(text)).toBe(seed)
})

it.each(['x', '1.5', '0x10', '99999999999999999999'])('refuses EVENKEEL_SEED "%s"', (text) => {
  expect(() => seedFrom(text)).toThrow('Set it to the whole number a failed property printed')
})

it('replays the same values from the same seed, in another process', () => {
  const script = `
    import { assert, integer, property } from 'fast-check'
    import { configureProperties } from './src/properties.ts'
    configureProperties(process.env)
    const seen = []
    assert(property(integer(), (n) => { seen.push(n) }))
    console.log(JSON.stringify(seen))`
  const values = (seed: string) =>
    spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: new URL('..', import.meta.url),
      env: { EVENKEEL_SEED: seed },
      encoding: 'utf8',
    }).stdout

  const first = values('42')

  expect(JSON.parse(first)).toHaveLength(100)
  expect(values('42')).toBe(first)
  expect(values('43')).not.toBe(first)
})
