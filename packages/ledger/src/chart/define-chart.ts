import type { AccountType } from '../accounts/account.ts'
import type { AccountRef } from '../accounts/account-ref.ts'
import type { OpenAccount } from '../accounts/open-account.ts'
import { InvalidInputError } from '../errors/index.ts'
import type { FlowRules } from '../journals/flow-rules.ts'
import { type AccountPath, accountPath, type ParametersOf } from './account-path.ts'
import { flowRules } from './flow-rules.ts'

/** One family of accounts: `{ path: 'user:{user}:wallet:{currency}', type: 'liability' }`. */
export interface ChartAccount<Path extends string = string> {
  readonly path: Path
  readonly type: AccountType
  /** For a family in one currency, whose path has no `{currency}`. */
  readonly currency?: string
  /** Left out, the usual floor of the type: zero for a liability, none for the rest. */
  readonly floor?: 'none'
}

/** The accounts a kind of journal may debit and credit. */
export interface Flow<Name extends string = string> {
  readonly debit: readonly Name[]
  readonly credit: readonly Name[]
}

/** The families of a chart, by name. */
export type ChartAccounts = Readonly<Record<string, ChartAccount>>

/** What a chart was defined with. */
export interface ChartDefinition {
  readonly accounts: ChartAccounts
  readonly flows: Readonly<Record<string, Flow>>
}

/** Makes the refs of one family. The currency of the values is the currency of the ref. */
export type RefMaker<Name extends string, Family extends ChartAccount> = <
  const Values extends Readonly<Record<ParametersOf<Family['path']>, string>>,
>(
  ...values: [ParametersOf<Family['path']>] extends [never] ? [] : [Values]
) => AccountRef<
  Name,
  Family extends { readonly currency: infer C extends string }
    ? C
    : Values extends { readonly currency: infer C extends string }
      ? C
      : string
>

/** The accounts and flows that a book may have. Made by {@link defineChart}. */
export interface Chart<A extends ChartAccounts = ChartAccounts, Kind extends string = string> {
  /** One maker for each family: `chart.accounts.wallet({ user: '1', currency: 'ZAR' })`. */
  readonly accounts: { readonly [Name in keyof A & string]: RefMaker<Name, A[Name]> }
  readonly kinds: readonly Kind[]
  /** What opens an account of the chart: its code, type, currency and floor. */
  opening(code: string): OpenAccount
  readonly flows: FlowRules
  /** For whoever makes something of every account and flow: a table of them, or random journals for a test. */
  readonly definition: ChartDefinition
}

/**
 * Names the accounts of a book and the flows between them, in plain TypeScript. A book that is opened with it accepts
 * no other account and no other flow: the compiler refuses most mistakes, and the run time the rest.
 *
 * @example
 * ```ts
 * import { credit, currency, debit, defineChart } from '@evenkeel/ledger'
 *
 * const chart = defineChart({
 *   accounts: {
 *     gateway: { path: 'gateway:{name}:balance:{currency}', type: 'asset' },
 *     wallet: { path: 'user:{user}:wallet:{currency}', type: 'liability' },
 *   },
 *   flows: { 'deposit-settled': { debit: ['gateway'], credit: ['wallet'] } },
 * })
 * const zar = currency('ZAR')
 * const { gateway, wallet } = chart.accounts
 *
 * const entries = [
 *   debit(gateway({ name: 'revio', currency: 'ZAR' }), zar('100.00')),
 *   credit(wallet({ user: '1', currency: 'ZAR' }), zar('100.00')),
 * ]
 * ```
 */
export function defineChart<
  const A extends ChartAccounts,
  const F extends Readonly<Record<string, Flow<keyof A & string>>>,
>({ accounts, flows }: { readonly accounts: A; readonly flows: F }): Chart<A, keyof F & string> {
  const families = Object.entries(accounts).map(([name, account]) => readFamily(name, account))
  for (const [i, family] of families.entries()) {
    const twin = families.slice(0, i).find(({ path }) => path.overlaps(family.path))
    if (twin !== undefined) throw ambiguous(family, twin)
  }

  const makers = families.map(({ name, path }) => [
    name,
    (values: Readonly<Record<string, string>> = {}) => path.fill(values),
  ])
  return {
    // The makers are built from the same names and paths that the type is.
    accounts: Object.fromEntries(makers) as Chart<A>['accounts'],
    kinds: Object.keys(flows),
    opening: (code) => openingOf(families, code),
    flows: flowRules(flows, (code) => families.find(({ path }) => path.read(code) !== undefined)?.name),
    definition: { accounts, flows },
  }
}

interface Family {
  readonly name: string
  readonly path: AccountPath
  readonly account: ChartAccount
}

function readFamily(name: string, account: ChartAccount): Family {
  const hasParameter = account.path.split(':').includes('{currency}')
  if (hasParameter !== (account.currency === undefined)) {
    throw new InvalidInputError(
      'invalid_input',
      `Account ${name} of the chart needs its currency from one place: a {currency} in its path, or a currency of its own.`,
      { name, path: account.path },
    )
  }
  return { name, path: accountPath(account.path), account }
}

function openingOf(families: readonly Family[], code: string): OpenAccount {
  for (const { path, account } of families) {
    const values = path.read(code)
    if (values === undefined) continue
    const currency = account.currency ?? values['currency'] ?? ''
    return { code, type: account.type, currency, ...(account.floor && { floor: account.floor }) }
  }
  throw new InvalidInputError('invalid_input', `The chart has no account ${code}.`, { account: code })
}

function ambiguous(family: Family, twin: Family): InvalidInputError {
  return new InvalidInputError(
    'invalid_input',
    `A code can be both ${family.name} (${family.path.path}) and ${twin.name} (${twin.path.path}). ` +
      'Give the two paths a segment in which they differ.',
    { names: [family.name, twin.name] },
  )
}
