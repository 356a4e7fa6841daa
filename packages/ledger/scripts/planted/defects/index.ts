import type { Defect } from '../defect.ts'
import { accountDefects } from './accounts.ts'
import { batchDefects } from './batches.ts'
import { holdDefects } from './holds.ts'
import { journalDefects } from './journals.ts'
import { keyDefects } from './keys.ts'

/** Every mistake that the tests of the rules must notice. Add one when you see how one could be made. */
export const defects: readonly Defect[] = [
  ...accountDefects,
  ...journalDefects,
  ...holdDefects,
  ...keyDefects,
  ...batchDefects,
]
