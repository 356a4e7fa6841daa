import { defineProject } from 'vitest/config'

export default defineProject({
  test: {
    name: 'workspace',
    include: ['test/**/*.test.ts'],
    // These tests run npm, the compiler and the linter; on a busy machine that takes as long as it takes.
    testTimeout: 120_000,
  },
})
