import { it } from 'vitest'
import { proveScripts } from '../support/prove-scripts.ts'

it('has books equal to the provider’s after the other half of the scripts', async () => {
  await proveScripts({ from: 1 })
}, 3_600_000)
