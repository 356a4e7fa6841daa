/** Which two accounts the next transfer is between, by number. */
export type NextPair = () => readonly [from: number, to: number]

export function randomPairs(accounts: number): NextPair {
  return () => other(below(accounts), () => below(accounts))
}

/** One account is a side of every transfer. */
export function hotPairs(accounts: number): NextPair {
  return () => [0, 1 + below(accounts - 1)]
}

/** The n-th account is taken 1/n as often as the first, as customers of most businesses are. */
export function zipfPairs(accounts: number): NextPair {
  const total = harmonic(accounts)
  const next = (): number => Math.min(accounts - 1, Math.floor(Math.exp(Math.random() * total) - 1))
  return () => other(next(), next)
}

function other(from: number, next: () => number): readonly [number, number] {
  for (let to = next(); ; to = next()) if (to !== from) return [from, to]
}

const below = (limit: number): number => Math.floor(Math.random() * limit)
const harmonic = (n: number): number => Math.log(n + 1)
