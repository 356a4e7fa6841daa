import { timingSafeEqual } from 'node:crypto'
import { NobleCryptoPlugin } from 'otplib'
import { generateSync } from 'otplib/functional'

const stepSeconds = 30

export function totpStep(now: Date): number {
  return Math.floor(now.getTime() / 1000 / stepSeconds)
}

/** The code of one step: RFC 6238 with SHA-1, six digits and 30 s, which is what every app can do. */
export function totpCode(seed: Buffer, step: number): string {
  return generateSync({ secret: seed, epoch: step * stepSeconds, period: stepSeconds, digits: 6, crypto })
}

/**
 * The step whose code this is: the current one or the one before, because people type slowly and clocks differ; never
 * one that was taken already, and never a later one. Both are always computed and compared.
 */
export function matchingStep({
  seed,
  code,
  now,
  lastStep,
}: {
  seed: Buffer
  code: string
  now: Date
  lastStep: number
}): number | undefined {
  const current = totpStep(now)
  const matching = [current, current - 1].filter((step) => isSame(totpCode(seed, step), code))
  return matching.find((step) => step > lastStep)
}

const crypto = new NobleCryptoPlugin()

function isSame(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)]
  return left.length === right.length && timingSafeEqual(left, right)
}
