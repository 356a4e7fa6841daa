import { defineProject } from 'vitest/config'

export default defineProject({
  test: {
    name: 'local-postgres',
    include: ['test/**/*.test.ts'],
    // Every test starts real servers, and this machine may be busy with others.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
