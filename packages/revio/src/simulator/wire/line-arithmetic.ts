/** One line of a purchase, as it was asked for. `quantity` and `taxPercent` are decimals. */
export type Line = {
  readonly price: bigint
  readonly quantity: string
  readonly discount: bigint
  readonly taxPercent: string
}

/**
 * What a line costs: (price x quantity - discount) x (1 + tax), rounded half up once, per line. Null when the discount
 * is larger than the line.
 */
export function lineTotal(line: Line): bigint | null {
  // Quantities have at most four decimal places and percentages two, so 10^4 and 10^2 make both whole.
  const quantity = toScaled(line.quantity, 4)
  const net = line.price * quantity - line.discount * 10_000n
  if (net < 0n) return null
  const scaled = net * (100_00n + toScaled(line.taxPercent, 2))
  const one = 10_000n * 100_00n
  return (scaled * 2n + one) / (one * 2n)
}

/** "1.5" with 4 places is 15000n. */
export function toScaled(decimal: string, places: number): bigint {
  const [whole = '', fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.padEnd(places, '0'))
}

/** 15000n with 4 places is "1.5000", the way the platform writes decimals. */
export function fromScaled(scaled: bigint, places: number): string {
  const digits = scaled.toString().padStart(places + 1, '0')
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`
}
