import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const fromRoot = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

// Packages run each other's source. Vitest also hands these conditions to Node for what it does not transform, so
// `import` may not stand here: a `require` inside a dependency would then be given the ES module.
const resolve = { conditions: ['@evenkeel/source', 'node'] }

export default defineConfig({
  // The global setup runs in this process, in an environment of this name that the settings of `ssr` do not reach.
  environments: { __vitest__: { resolve } },
  test: {
    globalSetup: fromRoot('packages/test-support/src/global-setup.ts'),
    // Stopping a PostgreSQL takes a moment on a busy machine.
    teardownTimeout: 60_000,
    // A package's own config says what is special about it. Vitest hands nothing from here down to it, so what every
    // package needs is added to each.
    projects: readdirSync(fromRoot('packages')).map((name) => ({
      extends: fromRoot(`packages/${name}/vitest.config.ts`),
      root: fromRoot(`packages/${name}`),
      ssr: { resolve },
      test: {
        name,
        setupFiles: [fromRoot('packages/test-support/src/setup.ts')],
        // Vitest would leave one core to itself, and it needs little: of two cores, one would stand still. More than
        // four would only wait for the one PostgreSQL that they share.
        maxWorkers: Math.min(4, availableParallelism()),
        // A worker runs one file after the other in one process: to load the house anew for each took a quarter of the time.
        // So what the tests of a file share is made by `oncePerFile`, and no file is done before it left nothing open.
        isolate: false,
        // A busy machine is not a failed test. These only end what hangs.
        testTimeout: 60_000,
        hookTimeout: 60_000,
      },
    })),
  },
})
