import { cpus, totalmem } from 'node:os'
import type { BenchOptions } from './bench-options.ts'
import { type Measurement, medianOf } from './measurement.ts'
import { median, spread } from './median.ts'
import type { Fact, Goal, Workload } from './workload.ts'

export interface Results {
  readonly workload: Workload
  readonly turns: readonly ReadonlyMap<string, Measurement>[]
  readonly goals: readonly Goal[]
  readonly facts: readonly Fact[]
}

export interface Machine {
  readonly server: string
  readonly settings: Readonly<Record<string, string>>
  readonly options: BenchOptions
}

export function toMarkdown({ server, settings, options }: Machine, results: readonly Results[]): string {
  const setting = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
  return [
    `${hardware()}, Node ${process.version}, PostgreSQL ${server}; ${setting.join(', ')}.`,
    `${options.turns} turns of ${options.seconds} s a cell. Medians; in brackets the least and the most. Every rule of the books held at the end.`,
    ...results.map(sectionOf),
  ].join('\n\n')
}

export function toJson(machine: Machine, results: readonly Results[]): string {
  const plain = results.map(({ workload, turns, goals, facts }) => ({
    workload: workload.name,
    turns: turns.map((turn) => Object.fromEntries(turn)),
    goals: goals.map((goal) => ({ ...goal, ratios: turns.map(goal.ratio) })),
    facts,
  }))
  return JSON.stringify({ hardware: hardware(), node: process.version, ...machine, results: plain }, null, 2)
}

/** What one workload came to, as tables. */
export function sectionOf({ workload, turns, goals, facts }: Results): string {
  const names = [...(turns[0]?.keys() ?? [])]
  const cells = names.map((name) => {
    const { perSecond, p50Ms, p95Ms, p99Ms, errors, nodeCpuUs } = medianOf(
      turns.flatMap((turn) => turn.get(name) ?? []),
    )
    const columns = [
      perSecond.toFixed(0),
      ...[p50Ms, p95Ms, p99Ms].map(milliseconds),
      errors,
      nodeCpuUs.toFixed(0),
    ]
    return `| ${name} | ${columns.join(' | ')} |`
  })
  const ratios = goals.map(({ what, ratio, floor, goal }) => {
    const measured = turns.map(ratio)
    return `| ${what} | ${spread(measured)} | ${floor} | ${goal} | ${verdict(median(measured), floor, goal)} |`
  })
  const counted = facts.map(
    ({ what, value, unit, floor, goal }) =>
      `| ${what} | ${value.toFixed(value < 10 ? 2 : 0)} ${unit} | ${floor ?? ''} | ${goal ?? ''} | ${
        floor === undefined || goal === undefined ? '' : verdict(-value, -floor, -goal)
      } |`,
  )
  return [
    `### ${workload.name}: ${workload.about}`,
    table('| cell | per second | p50 ms | p95 ms | p99 ms | errors | Node CPU us |', cells),
    table('| ratio | measured | floor | goal | |', [...ratios, ...counted]),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function table(head: string, rows: readonly string[]): string {
  if (rows.length === 0) return ''
  return [head, head.replaceAll(/[^|]+/g, ' --- '), ...rows].join('\n')
}

function verdict(measured: number, floor: number, goal: number): string {
  if (measured >= goal) return 'goal met'
  return measured >= floor ? 'floor met' : 'not met'
}

const milliseconds = (value: number): string => (Number.isNaN(value) ? '' : value.toFixed(2))

function hardware(): string {
  const [first] = cpus()
  return `${cpus().length} x ${first?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB`
}
