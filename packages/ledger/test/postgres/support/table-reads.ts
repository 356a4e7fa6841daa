import { expect } from 'vitest'

/** One place of a plan at which a table of the ledger was read. */
export interface TableRead {
  readonly table: string
  readonly node: string
  /** All rows that were looked at there, those that a filter threw away included. */
  readonly rows: number
}

/** Every read of a table of the ledger in a plan that was run. */
export function tableReads(plan: string): TableRead[] {
  const reads: TableRead[] = []
  let loops = 0
  for (const line of plan.split('\n')) {
    const removed = /Rows Removed by \w+(?: \w+)?: (\d+)/.exec(line)?.[1]
    const last = reads.at(-1)
    if (removed !== undefined && last !== undefined) {
      reads[reads.length - 1] = { ...last, rows: last.rows + Number(removed) * loops }
    }
    const [, node, table, rows, times] = scan.exec(line) ?? []
    if (node === undefined || table === undefined) continue
    loops = Number(times ?? 0) // A node that was never executed has no numbers.
    reads.push({ node, table, rows: Number(rows ?? 0) * loops })
  }
  return reads
}

/** The reads that went through a whole table, or looked at more rows than they may. */
export function wasteful(plans: readonly string[], most: number): (TableRead & { readonly plan: string })[] {
  expect(plans.length).toBeGreaterThan(0)
  return plans.flatMap((plan) =>
    tableReads(plan)
      .filter(({ node, rows }) => node === 'Seq Scan' || rows > most)
      .map((read) => ({ ...read, plan })),
  )
}

const scan =
  /((?:Seq|Tid|Index|Index Only|Bitmap Heap) Scan).* on (book|account|journal|entry|hold|hold_event|key|standing|shifted_entry)\b(?:.*actual rows=([\d.]+) loops=(\d+))?/
