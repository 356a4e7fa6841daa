import { it } from 'vitest'
import { freshDatabase, testData } from '../../src/index.ts'

it('asks for data that are not there', () => {
  testData('no-such-file.json')
})

it('has a reason of its own', ({ skip }) => {
  skip('the moon is wrong')
})

it.skip('gives no reason', () => undefined)

// A file whose tests are all skipped runs no hooks, so nobody closes this until the run ends.
await freshDatabase()
