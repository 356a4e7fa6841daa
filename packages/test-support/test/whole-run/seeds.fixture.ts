import { assert, integer, property } from 'fast-check'
import { it } from 'vitest'

it('fails a property', async () => {
  await assert(property(integer(), (n) => n < 1_000))
})
