import type { BankAccountDetails } from './bank-account.ts'

export type BankAccountVerdict =
  | { readonly verdict: 'accepted' }
  /** `reason` is told to the user: a sentence, without the number. */
  | { readonly verdict: 'refused'; readonly reason: string }

/**
 * Asks somebody who knows whether an account exists and belongs to its holder, before it is linked. Called outside every
 * transaction, and with a signal that ends it: a bank may be slow.
 *
 * @example
 * const verifier: BankAccountVerifier = {
 *   async verify({ number }, { signal }) {
 *     const reply = await fetch('https://bank.example/accounts', { method: 'POST', body: number, signal })
 *     return reply.ok ? { verdict: 'accepted' } : { verdict: 'refused', reason: 'The bank does not know it.' }
 *   },
 * }
 */
export interface BankAccountVerifier {
  verify(
    account: BankAccountDetails & { readonly userId: string },
    options: { readonly signal: AbortSignal },
  ): Promise<BankAccountVerdict>
}

/** Where nobody can be asked, what the user says is taken; the time until money goes there is what protects. */
export const acceptEveryBankAccount: BankAccountVerifier = {
  verify: async () => ({ verdict: 'accepted' }),
}
