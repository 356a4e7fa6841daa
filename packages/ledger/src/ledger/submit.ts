import type { Command, Result } from '../engine/command.ts'
import type { Answer, CommandGroup } from '../engine/decide-batch.ts'
import { execute } from '../engine/execute.ts'
import type { Store } from '../engine/store.ts'
import type { Ids } from '../ids.ts'
import type { CurrencyTable } from '../money/currency-table.ts'

/** Sends commands on the one path that writes. */
export type Submit = (
  groups: readonly CommandGroup[],
  options: SubmitOptions,
) => Promise<readonly (readonly Answer[])[]>

/** What every write may be told about its own call. */
export interface SubmitOptions {
  /** Do everything, keep nothing, remember nothing. */
  readonly dryRun?: boolean | undefined
  /** How long to wait for the answer. Past it the caller is told whether anything may have been written. */
  readonly deadlineMs?: number | undefined
  /** Gives up waiting, with the same answer as a deadline. */
  readonly signal?: AbortSignal | undefined
}

/** What a write answers with: what was decided, and whether it was decided now or under the same key before. */
export type Written<T> = T & { readonly replayed: boolean }

/** Submits through a store directly, one transaction a call. */
export function submitTo(
  store: Store,
  context: { readonly ids: Ids; readonly currencies: CurrencyTable },
): Submit {
  return (groups, options) => execute(store, groups, context, { dryRun: options.dryRun === true })
}

/** One command, whose answer is returned or thrown. */
export async function submitOne<R extends Result>(
  submit: Submit,
  command: Command,
  options: SubmitOptions = {},
): Promise<Written<R>> {
  const [answers] = await submit([[command]], options)
  const answer = answers?.[0]
  if (answer === undefined) throw new Error('A command was submitted and nothing came back.')
  if (!answer.ok) throw answer.error
  // Each type of command has one type of result; the caller names the one that belongs to its command.
  return { ...(answer.result as R), replayed: answer.replayed }
}
