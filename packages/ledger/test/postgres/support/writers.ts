import { type Book, isLedgerError } from '../../../src/index.ts'
import { type Answer, keyOf, perform, type Request } from '../../model/request.ts'
import { openWith, transfer, zar } from './pocket-money.ts'

const count = 16
const own = (writer: number): string => `writer-${writer}`

export async function openForWriters(book: Book): Promise<void> {
  const purses = Array.from({ length: count }, (_, writer) => [own(writer), zar('10000.00')])
  await openWith(book, Object.fromEntries([...purses, ['shared', zar('10000.00')], ['bob', zar('0.00')]]))
}

/** What a writer asks for as its n-th: from its own account, or one that all share; a journal, or a hold. */
export function requestOf(writer: number, n: number): Request {
  const key = `${writer}:${n}`
  const from = n % 2 === 0 ? own(writer) : 'shared'
  return n % 3 === 0
    ? { act: 'place', input: { key, account: from, amount: zar('0.01') } }
    : { act: 'post', input: { key, kind: 'x', entries: transfer(from, 'bob', zar('0.01')) } }
}

/** The request that was asked for under a key, for whoever has only the key. */
export function requestUnder(key: string): Request {
  const [writer = 0, n = 0] = key.split(':').map(Number)
  return requestOf(writer, n)
}

export interface Diary {
  /** Written before a request is asked for. */
  asked(key: string): void
  /** Written when it has been answered with a success. */
  acknowledged(key: string, answer: Answer): void
  /** After a failure: when to go on. */
  untilBack(): Promise<void>
  isOver(): boolean
}

/** Sixteen writers who ask one thing after the other. What fails for a time is left for later, under its key. */
export async function write(book: Book, diary: Diary): Promise<void> {
  const writers = Array.from({ length: count }, async (_, writer) => {
    for (let n = 0; !diary.isOver(); n++) {
      const request = requestOf(writer, n)
      const key = keyOf(request) ?? ''
      diary.asked(key)
      const answer = await perform(book, request)
      if (answer.ok) diary.acknowledged(key, answer)
      else if (isLedgerError(answer.error) && answer.error.family === 'UnavailableError')
        await diary.untilBack()
      else throw answer.error
    }
  })
  await Promise.all(writers)
}
