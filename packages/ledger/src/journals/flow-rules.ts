import type { Side } from '../accounts/account.ts'

/** Which kinds of journal may move value between which accounts. A chart makes one. */
export interface FlowRules {
  /** Throws `flow_not_allowed` when no flow of this kind has these accounts on these sides. */
  check(kind: string, entries: readonly { readonly account: string; readonly side: Side }[]): void
}
