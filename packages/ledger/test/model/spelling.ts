import * as fc from 'fast-check'

/** One caller's ways of saying things, where there is more than one way. */
export interface Spelling {
  /** What is not there is left out, or said to be undefined. */
  perhaps(name: string, value: unknown): object
  /** What is empty is left out, said to be undefined, or said to be empty. */
  orEmpty(name: string, value: object): object
  orDefault(name: string, value: unknown, usual: unknown): object
  /** A `Date`, or text at any offset, with any number of digits. */
  moment(ms: number): Date | string
  minutes(count: number): string
  /** The same names in another order, all the way down. */
  shuffled<T>(value: T): T
}

export const spellings: fc.Arbitrary<Spelling> = fc
  .array(fc.nat(5), { minLength: 7, maxLength: 7 })
  .map(spellingOf)

function spellingOf(habits: readonly number[]): Spelling {
  let said = 0
  const choose = <T>(...ways: readonly (() => T)[]): T => {
    said += 1
    const way = ways[(habits[said % habits.length] ?? 0) % ways.length]
    if (way === undefined) throw new Error('There is no way to say nothing.')
    return way()
  }
  const absent = (name: string): object =>
    choose<object>(
      () => ({}),
      () => ({ [name]: undefined }),
    )

  return {
    perhaps: (name, value) => (value === null ? absent(name) : { [name]: value }),
    orEmpty: (name, value) => {
      if (Object.values(value).some((member) => member !== undefined)) return { [name]: value }
      return choose(
        () => absent(name),
        () => ({ [name]: value }),
      )
    },
    orDefault: (name, value, usual) => {
      if (value !== usual) return { [name]: value }
      return choose(
        () => absent(name),
        () => ({ [name]: value }),
      )
    },
    moment: (ms) =>
      choose<Date | string>(
        () => new Date(ms),
        () => new Date(ms).toISOString(),
        () => new Date(ms + 7_200_000).toISOString().replace('Z', '+02:00'),
        () => new Date(ms - 1_800_000).toISOString().replace('Z', '000-00:30'),
      ),
    minutes: (count) =>
      choose(
        () => `${count}m`,
        () => `${count * 60}s`,
      ),
    shuffled: (value) => shuffled(value, choose),
  }
}

function shuffled<T>(value: T, choose: <W>(...ways: readonly (() => W)[]) => W): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date)
    return value
  const names = Object.entries(value).map(([name, member]) => [name, shuffled(member, choose)] as const)
  const turned = choose(
    () => names,
    () => names.toReversed(),
    () => [...names.slice(1), ...names.slice(0, 1)],
  )
  // The same names with the same members.
  return Object.fromEntries(turned) as T
}
