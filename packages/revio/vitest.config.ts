import { defineProject } from 'vitest/config'

export default defineProject({
  test: {
    name: 'revio',
    include: ['test/**/*.test.ts'],
  },
})
