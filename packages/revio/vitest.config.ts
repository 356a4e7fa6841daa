import { defineProject } from 'vitest/config'

export default defineProject({
  ssr: { resolve: { conditions: ['@evenkeel/source', 'node', 'import', 'module', 'default'] } },
  test: {
    name: 'revio',
    include: ['test/**/*.test.ts'],
    // Some tests start a process or search for primes; a busy machine must not fail them.
    testTimeout: 60_000,
  },
})
