import { decisionDefects } from './decisions.ts'
import type { Defect } from './defect.ts'
import { limitDefects } from './limits.ts'
import { payoutDefects } from './payouts.ts'

/** Every mistake in money out that a test must notice. Add one when you see how one could be made. */
export const moneyOutDefects: readonly Defect[] = [...limitDefects, ...decisionDefects, ...payoutDefects]
