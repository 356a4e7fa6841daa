import type { Clock } from './clock.ts'
import { InvalidInputError } from './errors/index.ts'

/** Fills the bytes it is given with randomness and returns them. */
export type RandomSource = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>

/** The machine's cryptographic randomness, in Node and in browsers. */
export const systemRandom: RandomSource = (bytes) => crypto.getRandomValues(bytes)

export interface UuidSources {
  readonly clock: Clock
  readonly random: RandomSource
}

// RFC 9562 gives the milliseconds 48 bits, which last until the year 10889.
const endOfTime = 2 ** 48
const counterEnd = 2 ** 12
const counterSeedMask = 0x7ff

/**
 * Makes UUIDs of version 7 (RFC 9562), each greater than the one before.
 *
 * The 12 bits after the version count within a millisecond. Every millisecond the count starts at a random point of
 * the lower half, so at least 2,048 follow. When the count is used up, or the clock stands still or steps back,
 * the id keeps counting from the last time it used and borrows the next millisecond: order is worth more than an exact
 * time, which nobody should read out of an id. The other 62 bits are random, so two processes do not collide.
 */
export function uuidV7Generator({ clock, random }: UuidSources): () => string {
  let lastMs = -1
  let counter = 0

  return () => {
    const bytes = random(new Uint8Array(16))
    const view = new DataView(bytes.buffer)
    const now = clock.now().getTime()
    if (!(now >= 0 && now < endOfTime)) throw unusableTime(now)

    if (now > lastMs) {
      lastMs = now
      counter = view.getUint16(6) & counterSeedMask
    } else if (++counter === counterEnd) {
      lastMs += 1
      counter = view.getUint16(6) & counterSeedMask
    }

    view.setUint16(0, Math.floor(lastMs / 2 ** 32))
    view.setUint32(2, lastMs % 2 ** 32)
    view.setUint16(6, 0x7000 | counter)
    view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f))
    return spelled(bytes)
  }
}

function spelled(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function unusableTime(now: number): InvalidInputError {
  return new InvalidInputError(
    'invalid_input',
    `The clock says ${now} ms, which an id cannot carry. Pass a clock that tells a time since 1970.`,
    { now },
  )
}
