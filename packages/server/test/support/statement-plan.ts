import type { Pool } from 'pg'
import { z } from 'zod'
import type { SentStatement } from './watch-statements.ts'

export interface Plan {
  /** The indexes it goes along. */
  readonly indexes: readonly string[]
  readonly nodes: readonly string[]
  /** Rows of the table that were looked at, those that were thrown away included. */
  readonly looked: number
}

const Node = z.looseObject({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  'Actual Rows': z.number(),
  'Actual Loops': z.number(),
  'Rows Removed by Filter': z.number().default(0),
  'Rows Removed by Index Recheck': z.number().default(0),
  get Plans() {
    return z.array(Node).optional()
  },
})

type Node = z.output<typeof Node>

/** How PostgreSQL answers exactly this statement with exactly these values, and what it looks at of one table. */
export async function planOf(pool: Pool, { text, values }: SentStatement, table: string): Promise<Plan> {
  const { rows } = await pool.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, [...values])
  const [{ Plan: root }] = z.tuple([z.object({ Plan: Node })]).parse(rows[0]?.['QUERY PLAN'])
  const nodes = flat(root)
  return {
    indexes: nodes.flatMap((node) => node['Index Name'] ?? []),
    nodes: nodes.map((node) => [node['Node Type'], node['Relation Name']].filter(Boolean).join(' on ')),
    looked: nodes
      .filter((node) => node['Relation Name'] === table)
      .reduce((sum, node) => sum + rowsOf(node), 0),
  }
}

const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)]

function rowsOf(node: Node): number {
  const each = node['Actual Rows'] + node['Rows Removed by Filter'] + node['Rows Removed by Index Recheck']
  return each * node['Actual Loops']
}
