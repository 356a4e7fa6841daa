import type { AccountStatus } from '../accounts/account.ts'
import { type AccountView, viewAccount } from '../accounts/account-view.ts'
import type { Balance } from '../accounts/balance.ts'
import { type ChangedAccount, type ChangeStatus, changeStatusInput } from '../accounts/change-status.ts'
import { accountNotFound } from '../accounts/known-accounts.ts'
import { type OpenAccount, type OpenedAccount, openAccountInput } from '../accounts/open-account.ts'
import { parseInput } from '../books/parse-input.ts'
import { accountAsRead } from '../engine/as-read.ts'
import { InvalidInputError } from '../errors/index.ts'
import type { Hold } from '../holds/hold.ts'
import {
  type AsOf,
  balanceAsOf,
  type EffectiveBalance,
  type RecordedBalance,
} from '../reading/balance-as-of.ts'
import { type BookContext, write } from './book-context.ts'
import type { SubmitOptions, Written } from './submit.ts'

/** The accounts of one book. */
export class Accounts<Code extends string = string> {
  readonly #context: BookContext

  constructor(context: BookContext) {
    this.#context = context
  }

  /**
   * Opens an account, or answers with the one of that code if it is defined the same; a different definition is a
   * conflict. Safe to call before every use. In a book with a chart the code is enough: the chart knows the rest.
   *
   * @example
   * ```ts
   * import type { Ledger } from '@evenkeel/ledger'
   * declare const ledger: Ledger
   *
   * await ledger.book('main').accounts.open({ code: 'user:1:wallet:ZAR', type: 'liability', currency: 'ZAR' })
   * ```
   */
  async open(input: OpenAccount<Code> | Code, options?: SubmitOptions): Promise<OpenedAccount> {
    const read = parseInput(openAccountInput, this.#opening(input), 'An account to open')
    const { account, created } = await write<OpenedAccount>(
      this.#context,
      { type: 'open-account', input: read },
      options,
    )
    return { account, created }
  }

  /** Nothing new may leave a frozen account or be held on it; what was held before may still be captured. */
  freeze(input: ChangeStatus<Code>, options?: SubmitOptions): Promise<Written<ChangedAccount>> {
    return this.#changeStatus('frozen', input, options)
  }

  /** Opens a frozen account again, to everything. Refused for a closed one. */
  unfreeze(input: ChangeStatus<Code>, options?: SubmitOptions): Promise<Written<ChangedAccount>> {
    return this.#changeStatus('open', input, options)
  }

  /** Closes an empty account, for good. */
  close(input: ChangeStatus<Code>, options?: SubmitOptions): Promise<Written<ChangedAccount>> {
    return this.#changeStatus('closed', input, options)
  }

  /** An account with what it holds now. */
  async get(code: Code): Promise<AccountView> {
    return (await this.withHolds(code)).account
  }

  /** An account with its open holds, both of one moment: `balance.held` is what the holds add up to. */
  async withHolds(
    code: Code,
  ): Promise<{ readonly account: AccountView; readonly openHolds: readonly Hold[] }> {
    const { book, reader } = this.#context
    const stored = await reader.account(book, code)
    if (stored === undefined) throw accountNotFound(book, code)
    const { account, openHolds } = accountAsRead(stored)
    return { account: viewAccount(account), openHolds }
  }

  /**
   * What an account holds now.
   *
   * @example
   * ```ts
   * import type { Ledger } from '@evenkeel/ledger'
   * declare const ledger: Ledger
   *
   * const { accounts } = ledger.book('main')
   * const now = await accounts.balance('user:1:wallet:ZAR')
   * const then = await accounts.balance('user:1:wallet:ZAR', { recordedAt: '2026-11-01T00:00:00Z' })
   * then.isFinal // nothing can be recorded before that moment any more
   * const inOctober = await accounts.balance('user:1:wallet:ZAR', { effectiveAt: '2026-10-31T23:59:59.999Z' })
   * ```
   */
  balance(code: Code): Promise<Balance>
  /** As one of its versions left it. */
  balance(code: Code, asOf: { readonly version: number }): Promise<Balance>
  /** As of a recorded time: what somebody who asked at that moment was told. */
  balance(code: Code, asOf: { readonly recordedAt: Date | string }): Promise<RecordedBalance>
  /** As of a business time, by all that is recorded now: journals that were back-dated since count as well. */
  balance(code: Code, asOf: { readonly effectiveAt: Date | string }): Promise<EffectiveBalance>
  balance(code: Code, asOf?: AsOf): Promise<Balance | RecordedBalance | EffectiveBalance> {
    return balanceAsOf(this.#context, code, asOf)
  }

  #opening(input: OpenAccount<Code> | Code): unknown {
    const { chart } = this.#context
    if (chart === undefined) return input
    if (typeof input === 'string') return chart.opening(input)
    const given = parseInput(openAccountInput, input, 'An account to open')
    const opening = chart.opening(given.code)
    if (given.type === opening.type && given.currency === opening.currency) {
      return { ...given, floor: given.floor ?? opening.floor }
    }
    throw new InvalidInputError(
      'invalid_input',
      `Account ${given.code} is an account of type ${opening.type} in ${opening.currency} by its chart.`,
      { account: given.code, type: opening.type, currency: opening.currency },
    )
  }

  async #changeStatus(
    status: AccountStatus,
    input: ChangeStatus<Code>,
    options?: SubmitOptions,
  ): Promise<Written<ChangedAccount>> {
    const read = parseInput(changeStatusInput, input, 'A change of an account')
    return write<ChangedAccount>(
      this.#context,
      { type: 'change-status', input: { ...read, status } },
      options,
    )
  }
}
