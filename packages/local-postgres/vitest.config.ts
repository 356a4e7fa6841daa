import { defineProject } from 'vitest/config'

export default defineProject({
  ssr: { resolve: { conditions: ['@evenkeel/source', 'node', 'import', 'module', 'default'] } },
  test: {
    name: 'local-postgres',
    include: ['test/**/*.test.ts'],
  },
})
