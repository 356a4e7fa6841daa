import type { Defect } from './defect.ts'
import { Nursery } from './nursery.ts'

export interface Planted {
  readonly defect: Defect
  /** The titles of the tests that noticed. None: the tests would let this mistake through. */
  readonly caughtBy: readonly string[]
}

/** Plants each defect by itself, and tells of each which tests noticed. */
export async function* plant(defects: readonly Defect[]): AsyncGenerator<Planted> {
  const nursery = await Nursery.open()
  try {
    const failures = await nursery.failuresWith()
    if (failures.length > 0) throw new Error(`Tests fail with no defect planted:\n${failures.join('\n')}`)
    for (const defect of defects) yield { defect, caughtBy: await nursery.failuresWith(defect) }
  } finally {
    await nursery.close()
  }
}
