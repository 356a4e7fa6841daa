/** Tells the time. Whatever needs the time is given one, so that a test can move it. */
export interface Clock {
  now(): Date
}

/** The machine's clock. Nothing else in this package asks the machine for the time. */
export const systemClock: Clock = {
  now: () => new Date(),
}
