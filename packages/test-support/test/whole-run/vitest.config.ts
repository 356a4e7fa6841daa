import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (file: string): string => fileURLToPath(new URL(`../../src/${file}`, import.meta.url))

/** A small repository of test files that go wrong on purpose. `whole-run.test.ts` runs it and looks at the outcome. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  ssr: { resolve: { conditions: ['@evenkeel/source', 'node'] } },
  test: {
    // One after the other in two processes, so that each could be blamed for what another left open.
    isolate: false,
    maxWorkers: 2,
    include: ['*.fixture.ts'],
    globalSetup: source('global-setup.ts'),
    setupFiles: [source('setup.ts')],
  },
})
