import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Within this repository the ledger is source and not yet a package.
  ssr: { resolve: { conditions: ['@evenkeel/source', 'node'] } },
  test: {
    // Facts without timings, so that what is printed is the same on every machine.
    reporters: [
      {
        onTestCaseResult(test) {
          const { state, errors = [] } = test.result()
          console.log(`${state}: ${test.name}`)
          for (const { message, cause } of errors) console.log(message, cause?.message)
        },
      },
    ],
  },
})
