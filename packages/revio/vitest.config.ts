import { defineProject } from 'vitest/config'

export default defineProject({
  test: {
    name: 'revio',
    include: ['test/**/*.test.ts'],
    // Some tests start a process or search for primes; a busy machine must not fail them.
    testTimeout: 60_000,
  },
})
