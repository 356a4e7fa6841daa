import { isLedgerError, type LedgerError } from '../errors/index.ts'

const refusals: readonly string[] = ['InvalidInputError', 'NotFoundError', 'RejectedError', 'ConflictError']

/**
 * What the ledger said no with, or undefined where it said yes. For tests that ask for much, not all of which can be
 * had: a refusal is an answer there. Anything else is thrown on, a broken invariant and a lost connection first of all.
 *
 * @example
 * ```ts
 * import { credit, currency, debit } from '@evenkeel/ledger'
 * import { memoryLedger, refusalOf } from '@evenkeel/ledger/testing'
 *
 * const zar = currency('ZAR')
 * const main = memoryLedger().book('main')
 * const entries = [debit('nobody', zar('1.00')), credit('no one', zar('1.00'))]
 * const refusal = await refusalOf(() => main.post({ key: 'p', kind: 'payment', entries }))
 * refusal?.code // 'invalid_input': a space does not belong in a code
 * ```
 */
export async function refusalOf(call: () => Promise<unknown>): Promise<LedgerError | undefined> {
  try {
    await call()
    return undefined
  } catch (error) {
    if (isLedgerError(error) && refusals.includes(error.family)) return error
    throw error
  }
}
