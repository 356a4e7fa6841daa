import type { Defect } from './defect.ts'
import { type Catches, Nursery } from './nursery.ts'

export interface Planted extends Catches {
  readonly defect: Defect
}

/** Plants each defect by itself, and tells of each which tests noticed. */
export async function* plant(defects: readonly Defect[]): AsyncGenerator<Planted> {
  const nursery = await Nursery.open()
  try {
    const anyway = await nursery.catchesOf()
    if (!isMissed(anyway))
      throw new Error(`A test fails with no defect planted: ${anyway.facts ?? anyway.model}`)
    for (const defect of defects) yield { defect, ...(await nursery.catchesOf(defect)) }
  } finally {
    await nursery.close()
  }
}

/** Whether the tests would let this mistake through. */
export function isMissed({ facts, model }: Catches): boolean {
  return facts === undefined && model === undefined
}
