import { readRepository } from '../repository/read-repository.ts'
import { root } from '../repository/root.ts'
import type { Gate } from './gate.ts'
import { allGates } from './gates.ts'
import { runGates } from './run-gates.ts'
import { selectGates } from './select-gates.ts'
import { summarise } from './summary.ts'

// `npm run ci` runs every gate, `npm run ci -- lint types` only those. The last line counts gates and tests together.
const names = process.argv.slice(2).filter((name) => name !== '--')
process.exitCode = await main(names)

async function main(names: readonly string[]): Promise<number> {
  let gates: Gate[]
  try {
    gates = selectGates(allGates(root, await readRepository(root)), names)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return 2
  }
  const outcomes = await runGates(gates, { print: console.log, now: () => performance.now() })
  const { text, exitCode } = summarise(outcomes)
  console.log(text)
  return exitCode
}
