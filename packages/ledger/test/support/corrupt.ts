/** The way to one value in nested data: `['journals', 0, 'entries', 1, 'amount', 'amount']`. */
export type Path = readonly (string | number)[]

/** Every place in the data that holds a single value, the empty lists and objects among them. */
export function leavesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [path]
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return members.flatMap(([name, member]) => leavesOf(member, [...path, name]))
}

/** The data with another value at one place, of the same sort and no less plausible: one more, and one less. */
export function corruptions<T>(data: T, path: Path): T[] {
  // Only values are exchanged, each for one of its own type, so the shape stays what it was.
  return ([1, -1] as const).map((by) => change(data, path, by) as T)
}

function change(value: unknown, [name, ...rest]: Path, by: 1 | -1): unknown {
  if (name === undefined) return another(value, by)
  if (Array.isArray(value)) return value.map((member, i) => (i === name ? change(member, rest, by) : member))
  const members = Object.entries(value ?? {})
  return Object.fromEntries(
    members.map(([own, member]) => [own, own === name ? change(member, rest, by) : member]),
  )
}

const alternatives: Readonly<Record<string, string>> = {
  debit: 'credit',
  credit: 'debit',
  asset: 'liability',
  liability: 'asset',
  open: 'frozen',
  frozen: 'open',
  captured: 'voided',
  voided: 'expired',
  expired: 'captured',
  extended: 'voided',
  placed: 'extended',
}

function another(value: unknown, by: 1 | -1): unknown {
  if (typeof value === 'bigint') return value + BigInt(by)
  if (typeof value === 'number') return value + by
  if (typeof value === 'string') return alternatives[value] ?? nearTo(value, by)
  if (typeof value === 'object' && value !== null) return { planted: true }
  return 'planted'
}

/** A moment a millisecond off; an id with another last digit; else one letter more. */
function nearTo(text: string, by: 1 | -1): string {
  const isMoment = /^\d{4}-\d{2}-\d{2}T.*Z$/.test(text)
  if (isMoment) return new Date(Date.parse(text) + by).toISOString()
  const turned = text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 10 + by) % 10))
  return turned === text ? `${text}x` : turned
}

/** A path without its places in lists: `journals.entries.amount.amount`. */
export function fieldOf(path: Path): string {
  return path.filter((step) => typeof step === 'string').join('.')
}
