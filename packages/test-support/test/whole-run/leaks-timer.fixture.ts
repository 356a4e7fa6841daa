import { it } from 'vitest'

it('leaves a timer', () => {
  setInterval(() => undefined, 60_000)
})
