import type { DecisionContext } from '../books/decision.ts'
import { type Answer, type CommandGroup, decideBatch } from './decide-batch.ts'
import { needsOf } from './needs.ts'
import type { Store, TransactionOptions } from './store.ts'
import { datedAnswers } from './undated.ts'

/**
 * The one path by which anything is written, whoever asks and wherever the books are kept:
 *
 * | step | where | why there |
 * | --- | --- | --- |
 * | claim the keys | `open` | a twin waits here, before it holds a lock that others want |
 * | lock the accounts | `open` | in one order, so that two batches never wait for each other |
 * | read the instant | `open` | after the locks: the clock of a transaction stands still while it waits |
 * | load what is named | `open` | what is read now cannot change until we commit |
 * | decide | `decideBatch` | pure, so that it can be proven without a database |
 * | write, remember | `write` | effects and outcomes share one commit: there is no moment with only one of them |
 *
 * A single command is a batch of one group of one. With `dryRun` all of it happens and nothing is kept.
 *
 * A store that remembers the accounts may let a batch be judged on what it remembers, and do the rest when it writes: the
 * order within the database is the same, and the answers get the instant that was read there.
 */
export async function execute(
  store: Store,
  groups: readonly CommandGroup[],
  context: Omit<DecisionContext, 'at'>,
  { dryRun = false, ...options }: Omit<TransactionOptions, 'keep'> & { readonly dryRun?: boolean } = {},
): Promise<readonly (readonly Answer[])[]> {
  const { answers, writtenAt } = await store.transaction(
    async (unit) => {
      const needs = needsOf(groups.flat(), unit.letsJournalsTell ? context.ids : undefined)
      const loaded = await unit.open(needs)
      const { changes, answers } = decideBatch(loaded, groups, context, needs)
      await unit.write(changes)
      return { answers, writtenAt: () => unit.writtenAt?.() }
    },
    { ...options, keep: !dryRun },
  )
  const at = writtenAt()
  return at === undefined ? answers : datedAnswers(answers, at)
}
