import type { Principal } from '../contract/access.ts'
import { type Db, inTransaction, type Trx } from '../database/transaction.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { after } from './lifetimes.ts'
import type { IdentityParts } from './parts.ts'
import { checkSecondFactor, refuseVerdict } from './second-factor.ts'
import { countStepUpTry, insertStepUp, passStepUp, useStepUp } from './step-up-store.ts'
import { isTotpConfirmed } from './totp-store.ts'

/**
 * An act that a code of the second factor has to approve, with everything it depends on: an amount, a destination, the
 * version of what it changes. The code is good for these values and no others.
 */
export interface Act {
  readonly purpose: string
  readonly payload: Readonly<Record<string, string>>
}

/** Thrown in the transaction of an act that a code has to approve; the question is asked when that is over. */
export class StepUpNeeded extends Error {
  override readonly name = 'StepUpNeeded'
  readonly act: Act

  constructor(act: Act) {
    super('A code of the second factor has to approve this.')
    this.act = act
  }
}

/** Whether the acts of this user that matter have to be approved: where there is a second factor, it is asked. */
export function needsStepUp({ db }: { db: Db | Trx }, { userId }: Principal): Promise<boolean> {
  return isTotpConfirmed(db, userId)
}

export type StepUpParts = Pick<IdentityParts, 'db' | 'clock' | 'keyring' | 'lifetimes'>

/**
 * Asks for an approval, in a transaction of its own: the question has to last although the act is refused. The client
 * sends a code to it, and the act again with its id.
 */
export async function demandStepUp(
  { db, clock, keyring, lifetimes }: StepUpParts,
  { tenantId, userId, sessionId }: Principal,
  act: Act,
): Promise<never> {
  const now = clock.now()
  const expiresAt = after(now, lifetimes.stepUpMs)
  const payloadHash = payloadHashes(keyring, act)[0]
  const { purpose } = act
  const id = await inTransaction(db, (trx) =>
    insertStepUp(trx, { tenantId, userId, sessionId, purpose, payloadHash, now, expiresAt }),
  )
  throw new ProblemError(
    'step_up_required',
    `Send a code from the app: POST /v1/me/step-ups/${id}. Then ask for the same again, with the header Step-Up: ${id}.`,
    { step_up: { id, expires_at: expiresAt.toISOString() } },
  )
}

/** Looks at the code for one approval. */
export async function approveStepUp(
  { db, clock, keyring }: StepUpParts,
  { userId, sessionId }: Principal,
  { id, code }: { id: string; code: string },
): Promise<void> {
  const verdict = await inTransaction(db, async (trx) => {
    const now = clock.now()
    if ((await countStepUpTry(trx, { id, userId, sessionId, now })) === undefined) return 'gone'
    const found = await checkSecondFactor(trx, keyring, { userId, shown: { code }, now })
    if (found === 'right') await passStepUp(trx, { id, now })
    return found
  })
  if (verdict === 'gone') {
    throw new ProblemError(
      'not_found',
      'No approval of that id waits for a code: it has one, five codes were wrong, or it is older than 5 minutes. Ask for the act again.',
    )
  }
  if (verdict !== 'right') refuseVerdict(verdict)
}

/** Uses an approval for exactly this act, once, in the transaction of the act: both happen or neither. */
export async function spendStepUp(
  trx: Trx,
  { clock, keyring }: Pick<StepUpParts, 'clock' | 'keyring'>,
  { principal: { userId, sessionId }, act, id }: { principal: Principal; act: Act; id: string },
): Promise<void> {
  const { purpose } = act
  for (const payloadHash of payloadHashes(keyring, act)) {
    const subject = { id, userId, sessionId, purpose, payloadHash, now: clock.now() }
    if (await useStepUp(trx, subject)) return
  }
  throw new ProblemError(
    'step_up_refused',
    'It has no code yet, was used, is older than 5 minutes, or was given for other values. Ask again without the header Step-Up.',
  )
}

/** An HMAC and no hash: a payload may hold what can be guessed, and the table must not help with it. */
function payloadHashes(
  { authenticate }: StepUpParts['keyring'],
  { purpose, payload }: Act,
): readonly [Buffer, ...Buffer[]] {
  const fields = Object.entries(payload).sort(([left], [right]) => (left < right ? -1 : 1))
  return authenticate('step-up payload', [purpose, ...fields.flat()])
}
