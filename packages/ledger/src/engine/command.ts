import type { z } from 'zod'
import type { AccountStatus } from '../accounts/account.ts'
import {
  type ChangedAccount,
  type changeStatusInput,
  decideChangeStatus,
  type StatusChanged,
} from '../accounts/change-status.ts'
import {
  type AccountOpened,
  decideOpenAccount,
  type OpenedAccount,
  type openAccountInput,
} from '../accounts/open-account.ts'
import type { Decision, DecisionContext } from '../books/decision.ts'
import { type CapturedHold, type captureHoldInput, decideCaptureHold } from '../holds/capture-hold.ts'
import { decideExtendHold, type extendHoldInput } from '../holds/extend-hold.ts'
import type { HoldChanged } from '../holds/hold-step.ts'
import type { KnownHolds } from '../holds/known-holds.ts'
import { type ChangedHold, decidePlaceHold, type placeHoldInput } from '../holds/place-hold.ts'
import { decideVoidHold, type voidHoldInput } from '../holds/void-hold.ts'
import type { JournalPosted, PostedJournal } from '../journals/draft-journal.ts'
import type { FlowRules } from '../journals/flow-rules.ts'
import { decidePostJournal, type postJournalInput } from '../journals/post-journal.ts'
import { decideReverseJournal, type reverseJournalInput } from '../journals/reverse-journal.ts'

/** Everything that can be asked of a book, read and well formed. */
export type Command = BookCommand & {
  readonly book: string
  readonly flows?: FlowRules | undefined
  /** What is asked, in canonical form, where whoever made the command has written that already. */
  readonly request?: string | undefined
}

/** A command without its book: the book's handle adds it. */
export type BookCommand =
  | { readonly type: 'open-account'; readonly input: z.output<typeof openAccountInput> }
  | {
      readonly type: 'change-status'
      readonly input: z.output<typeof changeStatusInput> & { status: AccountStatus }
    }
  | { readonly type: 'post-journal'; readonly input: z.output<typeof postJournalInput> }
  | { readonly type: 'reverse-journal'; readonly input: z.output<typeof reverseJournalInput> }
  | { readonly type: 'place-hold'; readonly input: z.output<typeof placeHoldInput> }
  | { readonly type: 'capture-hold'; readonly input: z.output<typeof captureHoldInput> }
  | { readonly type: 'void-hold'; readonly input: z.output<typeof voidHoldInput> }
  | { readonly type: 'extend-hold'; readonly input: z.output<typeof extendHoldInput> }

/** Everything that can happen to a book. A store writes these and nothing else. */
export type Effect = AccountOpened | StatusChanged | JournalPosted | HoldChanged

/** Everything a command can answer with. */
export type Result = OpenedAccount | ChangedAccount | PostedJournal | ChangedHold | CapturedHold

/** Judges one command. This is the only place that knows every command there is. */
export function decide(
  known: KnownHolds,
  command: Command,
  context: DecisionContext,
): Decision<Effect, Result> {
  switch (command.type) {
    case 'open-account':
      return decideOpenAccount(known, command.input, context)
    case 'change-status':
      return decideChangeStatus(known, command.input, command.input.status, context)
    case 'post-journal':
      return decidePostJournal(known, command.input, { ...context, flows: command.flows })
    case 'reverse-journal':
      // Without the flows: a reversal undoes what one allowed, on the other sides, and is no flow of its own.
      return decideReverseJournal(known, command.input, context)
    case 'place-hold':
      return decidePlaceHold(known, command.input, context)
    case 'capture-hold':
      return decideCaptureHold(known, command.input, { ...context, flows: command.flows })
    case 'void-hold':
      return decideVoidHold(known, command.input, context)
    case 'extend-hold':
      return decideExtendHold(known, command.input, context)
  }
}

/** The caller's name for the intention; opening an account has none, its code is the name. */
export function keyOf(command: Command): string | null {
  return command.type === 'open-account' ? null : command.input.key
}
