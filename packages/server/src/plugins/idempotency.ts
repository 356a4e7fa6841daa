import type { Clock } from '@evenkeel/ledger'
import type { FastifyReply } from 'fastify'
import { type Db, inTransaction, type Trx } from '../database/transaction.ts'
import type { KeyedRequest } from './idempotency-key.ts'
import { ProblemError } from './problem-of.ts'
import { endLease, findKey, leaseKey, lockKey, rememberAnswer } from './request-key-store.ts'

export { forgetKeys } from './request-key-store.ts'

/** An answer as it was first given, and whether this is a repeat of it. */
export interface KeyedAnswer {
  readonly status: number
  readonly body: string
  readonly isReplay: boolean
}

/** What a request begins in its first transaction, and finishes after something outside of the database. */
export interface KeyedSteps {
  /** Writes the fact, and answers with its id. */
  begin(trx: Trx): Promise<string>
  /**
   * Goes on with the fact: outside of a transaction. Runs again, with the same id, when somebody repeats a request
   * that was cut off; it must find out itself how far that came.
   */
  finish(factId: string): Promise<{ status: number; body: object }>
}

// Longer than any request may run: whoever holds a lease is gone when it ends.
const leaseMs = 30_000

/**
 * Does once what is asked under one key, in two steps around a call to a gateway.
 *
 * | step | in the database | a repeat is told |
 * | --- | --- | --- |
 * | begin | the fact, and the key with a lease, in one transaction | `request_running`, while the lease lasts |
 * | finish | the answer beside the key | the answer, byte by byte |
 *
 * A process that dies in between leaves the lease to run out, and a repeat finishes what it began. A request that is
 * refused in `begin` burns no key.
 */
export async function answerOnce(
  { db, clock }: { db: Db; clock: Clock },
  request: KeyedRequest,
  { begin, finish }: KeyedSteps,
): Promise<KeyedAnswer> {
  const begun = await inTransaction(db, async (trx) => {
    if (!(await lockKey(trx, request))) throw running()
    const known = await findKey(trx, request)
    if (known !== undefined && !known.fingerprint.equals(request.fingerprint)) throw reused()
    if (known?.status != null && known.body !== null) {
      return { answer: { status: known.status, body: known.body, isReplay: true } }
    }
    const now = clock.now()
    if (known?.leasedUntil != null && known.leasedUntil > now) throw running()
    const factId = known?.factId ?? (await begin(trx))
    await leaseKey(trx, request, { factId, now, leasedUntil: new Date(now.getTime() + leaseMs) })
    return { factId }
  })
  if (begun.answer !== undefined) return begun.answer

  try {
    const { status, body } = await finish(begun.factId)
    const text = JSON.stringify(body)
    await inTransaction(db, (trx) => rememberAnswer(trx, request, { status, body: text, now: clock.now() }))
    return { status, body: text, isReplay: false }
  } catch (error) {
    // A failure here changes nothing: the lease then runs out by itself.
    await endLease(db, request, clock.now()).catch(() => undefined)
    throw error
  }
}

/** Sends an answer as it was first given. */
export function sendKeyedAnswer(reply: FastifyReply, { status, body, isReplay }: KeyedAnswer): FastifyReply {
  if (isReplay) reply.header('idempotency-replayed', 'true')
  // A serializer would give the text back as a JSON string; it has been through its schema when it was first made.
  return reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .serializer((text: string) => text)
    .send(body)
}

function running(): ProblemError {
  return new ProblemError(
    'request_running',
    'A request with this key is under way. Ask again in some seconds, with the same key.',
  )
}

function reused(): ProblemError {
  return new ProblemError(
    'idempotency_key_reused',
    'This key was used for another body. Send the same body, or a new key for a new intention.',
  )
}
