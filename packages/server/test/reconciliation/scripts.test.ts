import { expect, it } from 'vitest'
import { scriptOf } from '../support/deposit-script.ts'
import { proveScripts } from '../support/prove-scripts.ts'

it('has books equal to the provider’s after every script of replies, webhooks, crashes and clocks', async () => {
  await proveScripts({ from: 0 })
}, 3_600_000)

it('plays the same script for the same seed', () => {
  expect(scriptOf(7)).toEqual(scriptOf(7))
  expect(scriptOf(7)).not.toEqual(scriptOf(8))
})
