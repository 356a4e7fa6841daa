import { ProblemError } from '../plugins/problem-of.ts'
import type { BankAccountDetails } from './bank-account.ts'
import type { BankAccountParts } from './parts.ts'

const patienceMs = 5_000

/** Asks the verifier, and refuses what it refuses. Where it does not answer nothing is linked. */
export async function verifyBankAccount(
  { verifier, logger }: Pick<BankAccountParts, 'verifier' | 'logger'>,
  account: BankAccountDetails & { readonly userId: string },
): Promise<void> {
  const signal = AbortSignal.timeout(patienceMs)
  const verdict = await Promise.race([verifier.verify(account, { signal }), rejectedBy(signal)]).catch(
    (error: unknown) => {
      // Its message is somebody else's and may quote the number; the class has to do.
      const errorClass = error instanceof Error ? error.name : typeof error
      logger.warn({ error_class: errorClass }, 'a bank account could not be verified')
      throw new ProblemError('bank_account_unverified', 'Nothing was changed. Try again in some minutes.')
    },
  )
  if (verdict.verdict === 'refused') throw new ProblemError('bank_account_refused', verdict.reason)
}

/** A verifier that forgets its signal must not keep the request. */
function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
