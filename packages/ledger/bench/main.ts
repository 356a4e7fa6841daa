import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readOptions } from './bench-options.ts'
import { startBenchServer } from './bench-server.ts'
import type { Measurement } from './measurement.ts'
import { type Results, sectionOf, toJson, toMarkdown } from './report.ts'
import type { Prepared } from './workload.ts'
import { workloads } from './workloads/index.ts'

// One command: a durable PostgreSQL, every contender in turns, ratios within a turn, the books checked at the end.

const options = readOptions(process.argv.slice(2))
const chosen = workloads.filter(
  ({ name }) => options.words.length === 0 || options.words.some((word) => name.includes(word)),
)
if (chosen.length === 0) {
  throw new Error(`No workload is called so. There are: ${workloads.map(({ name }) => name).join(', ')}.`)
}

const server = await startBenchServer()
try {
  const results: Results[] = []
  for (const workload of chosen) {
    console.log(`${workload.name}: ${workload.about}`)
    const prepared = await workload.prepare({ server, options })
    const turns = await takeTurns(prepared)
    const facts = (await prepared.facts?.()) ?? []
    await prepared.audit?.()
    results.push({ workload, turns, goals: prepared.goals ?? [], facts })
    console.log(`\n${results.slice(-1).map(sectionOf).join('')}\n`)
  }
  const machine = { server: server.version, settings: server.settings, options }
  const markdown = toMarkdown(machine, results)
  mkdirSync(options.folder, { recursive: true })
  writeFileSync(join(options.folder, 'results.json'), toJson(machine, results))
  writeFileSync(join(options.folder, 'results.md'), markdown)
  console.log(
    `${markdown.split('\n\n', 2).join('\n')}\nWritten to ${options.folder}/results.md and results.json.`,
  )
} finally {
  await server.stop()
}

/** Every cell once a turn, the other way round every other turn, so that a busy minute does not hit the same cell each time. */
async function takeTurns({ cells }: Prepared): Promise<Map<string, Measurement>[]> {
  const turns: Map<string, Measurement>[] = []
  for (const cell of cells) await cell.run(Math.min(1, options.seconds))
  for (let turn = 0; turn < options.turns; turn++) {
    const measured = new Map<string, Measurement>()
    for (const cell of turn % 2 === 0 ? cells : cells.toReversed()) {
      measured.set(cell.name, await cell.run(options.seconds))
    }
    turns.push(measured)
    console.log(`  turn ${turn + 1} of ${options.turns}`)
  }
  return turns
}
