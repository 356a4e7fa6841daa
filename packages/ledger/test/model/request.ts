import {
  type Book,
  type CaptureHold,
  type ChangeStatus,
  type ExtendHold,
  isLedgerError,
  type LedgerError,
  type OpenAccount,
  type PlaceHold,
  type PostJournal,
  RejectedError,
  type ReverseJournal,
  type SubmitOptions,
  type VoidHold,
} from '../../src/index.ts'

/** One call on a book, as data: it can be made, kept, made again, and told in a failure. */
export type Request =
  | { readonly act: 'open'; readonly input: OpenAccount }
  | { readonly act: 'freeze' | 'unfreeze' | 'close'; readonly input: ChangeStatus }
  | { readonly act: 'post'; readonly input: PostJournal }
  | { readonly act: 'reverse'; readonly input: ReverseJournal }
  | { readonly act: 'place'; readonly input: PlaceHold }
  | { readonly act: 'capture'; readonly input: CaptureHold }
  | { readonly act: 'void'; readonly input: VoidHold }
  | { readonly act: 'extend'; readonly input: ExtendHold }

export type PostRequest = Extract<Request, { act: 'post' }>

export type Answer =
  | { readonly ok: true; readonly result: object; readonly replayed: boolean }
  | { readonly ok: false; readonly error: LedgerError; readonly replayed: boolean }

export function keyOf(request: Request): string | undefined {
  return request.act === 'open' ? undefined : request.input.key
}

/** Makes the call. What the ledger throws on purpose is an answer too; anything else is a failed test. */
export async function perform(book: Book, request: Request, options?: SubmitOptions): Promise<Answer> {
  try {
    const { replayed, ...result } = await call(book, request, options)
    return { ok: true, result, replayed }
  } catch (error) {
    return refusal(error)
  }
}

export function refusal(error: unknown): Answer {
  if (!isLedgerError(error)) throw error
  return { ok: false, error, replayed: error instanceof RejectedError && error.replayed }
}

/** An answer as text: two answers are the same when their texts are. Which command of a batch it was is not part of it. */
export function textOf(answer: Answer): string {
  return toText(answer.ok ? answer.result : errorParts(answer.error))
}

export function toText(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'bigint' ? `${member}n` : member,
  )
}

function errorParts({ code, message, details }: LedgerError): object {
  const { command: _, ...own } = details
  return { code, message, details: own }
}

function call(
  book: Book,
  request: Request,
  options?: SubmitOptions,
): Promise<{ readonly replayed: boolean }> {
  switch (request.act) {
    case 'open':
      // An account has no key: its code is the name of the intention, and nothing is replayed.
      return book.accounts.open(request.input, options).then((opened) => ({ ...opened, replayed: false }))
    case 'freeze':
    case 'unfreeze':
    case 'close':
      return book.accounts[request.act](request.input, options)
    case 'post':
      return book.post(request.input, options)
    case 'reverse':
      return book.reverse(request.input, options)
    default:
      return callOnHold(book, request, options)
  }
}

function callOnHold(
  { holds }: Book,
  request: Extract<Request, { act: 'place' | 'capture' | 'void' | 'extend' }>,
  options?: SubmitOptions,
): Promise<{ readonly replayed: boolean }> {
  switch (request.act) {
    case 'place':
      return holds.place(request.input, options)
    case 'capture':
      return holds.capture(request.input, options)
    case 'void':
      return holds.void(request.input, options)
    case 'extend':
      return holds.extend(request.input, options)
  }
}
