/**
 * What each task runs, under the workspace's Node, from the root of the repository.
 * @typedef {{ run: readonly string[], env?: Readonly<Record<string, string>> }} Task
 */

const source = '--conditions=@evenkeel/source'
const vitest = ['node_modules/vitest/vitest.mjs', 'run']

/** @satisfies {Record<string, Task>} */
export const tasks = {
  start: { run: [source, 'packages/server/src/demo.ts'] },
  test: { run: vitest },
  'test:long': { run: vitest, env: { EVENKEEL_LONG: '1' } },
  bench: { run: [source, 'packages/ledger/bench/main.ts'] },
  plant: { run: [source, 'packages/ledger/scripts/plant-defects.ts'] },
  'plant:server': { run: [source, 'packages/server/scripts/plant-defects.ts'] },
  ci: { run: [source, 'packages/workspace/src/ci/main.ts'] },
  generate: { run: [source, 'packages/workspace/src/generate/main.ts'] },
}

/**
 * @param {string} name
 * @returns {name is keyof typeof tasks}
 */
export function isTask(name) {
  return Object.hasOwn(tasks, name)
}
