import { randomBytes } from 'node:crypto'
import { generateURI, ScureBase32Plugin } from 'otplib'
import type { Trx } from '../database/transaction.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { placeOf, sealedColumns } from '../secrets/sealed-columns.ts'
import { hashOfRecoveryCode } from './recovery-code.ts'
import { matchingStep } from './totp-code.ts'
import { countAttempt, forgetFailures, isTotpConfirmed, takeRecoveryCode, takeStep } from './totp-store.ts'

/** What a user shows: a code of the app, or one from paper. */
export type SecondFactor = { readonly code: string } | { readonly recoveryCode: string }

export function shownFactor({
  code,
  recovery_code: recoveryCode,
}: {
  code?: string | undefined
  recovery_code?: string | undefined
}): SecondFactor | undefined {
  if (code !== undefined) return { code }
  return recoveryCode === undefined ? undefined : { recoveryCode }
}

export type Verdict = 'right' | 'wrong' | 'exhausted' | 'not_enrolled'

const seedBytes = 20

/** A new seed, as the database keeps it and as the app takes it. */
export function newSeed(
  keyring: Keyring,
  { tenantId, userId, mail, issuer }: { tenantId: number; userId: string; mail: string; issuer: string },
): { sealedSeed: Buffer; secret: string; uri: string } {
  const seed = randomBytes(seedBytes)
  const secret = new ScureBase32Plugin().encode(seed, { padding: false })
  return {
    sealedSeed: keyring.seal(seed, seedPlace({ tenantId, userId })),
    secret,
    uri: generateURI({ issuer, label: mail, secret }),
  }
}

/**
 * Looks at what a user shows. A wrong code has to be counted, so the answer is a verdict and no error: an error would
 * roll the count back, and that is meant for the case that something of ours breaks.
 */
export async function checkSecondFactor(
  trx: Trx,
  keyring: Keyring,
  {
    userId,
    shown,
    now,
    isConfirmed = true,
  }: { userId: string; shown: SecondFactor; now: Date; isConfirmed?: boolean },
): Promise<Verdict> {
  const attempt = await countAttempt(trx, { userId, isConfirmed, now })
  if (attempt === undefined) {
    return (await isTotpConfirmed(trx, userId)) ? 'exhausted' : 'not_enrolled'
  }
  if ('recoveryCode' in shown) {
    const hash = hashOfRecoveryCode(shown.recoveryCode)
    if (!(await takeRecoveryCode(trx, { userId, hash, now }))) return 'wrong'
    await forgetFailures(trx, userId)
    return 'right'
  }
  const seed = keyring.open(attempt.sealedSeed, seedPlace({ tenantId: attempt.tenantId, userId }))
  const step = matchingStep({ seed, code: shown.code, now, lastStep: attempt.lastStep })
  if (step === undefined) return 'wrong'
  return (await takeStep(trx, { userId, step, now })) ? 'right' : 'wrong'
}

/** What a person is told about a verdict that is not the right one. */
export function refuseVerdict(verdict: Exclude<Verdict, 'right'>): never {
  switch (verdict) {
    case 'wrong':
      throw new ProblemError(
        'wrong_code',
        'Wait until the app shows a new code, and send that. Each code counts once; a recovery code too.',
      )
    case 'exhausted':
      throw new ProblemError('too_many_codes', 'Five codes were wrong. Wait 15 minutes, then send a new one.')
    case 'not_enrolled':
      throw new ProblemError('totp_not_enrolled', 'Enrol one first: POST /v1/me/totp/enrol.')
  }
}

const seedPlace = ({ tenantId, userId }: { tenantId: number; userId: string }): string =>
  placeOf(sealedColumns.totpSeed, { tenantId, id: userId })
