import { InvalidInputError } from '../errors/index.ts'

/** The names between braces of a path: `'user' | 'currency'` for `user:{user}:wallet:{currency}`. */
export type ParametersOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParametersOf<Rest>
  : never

const segment = /^([A-Za-z0-9_.-]+|\{[a-z][A-Za-z0-9]*\})$/
const value = /^[A-Za-z0-9_.-]+$/

/** A family of account codes: a path with a value for each name between braces, each a whole segment. */
export interface AccountPath {
  readonly path: string
  /** The code for these values. A value holds no colon, so it can never climb out of its segment. */
  fill(values: Readonly<Record<string, string>>): string
  /** The values in a code of this family; nothing when the code is not of it. */
  read(code: string): Readonly<Record<string, string>> | undefined
  /** Whether some code belongs to both families. */
  overlaps(other: AccountPath): boolean
}

export function accountPath(path: string): AccountPath {
  const segments = path.split(':')
  if (!segments.every((part) => segment.test(part))) {
    throw new InvalidInputError(
      'invalid_input',
      `"${path}" is no account path. Write segments between colons, each a fixed word or one {name}.`,
      { path },
    )
  }
  return {
    path,
    fill: (values) => segments.map((part) => (isName(part) ? filled(path, part, values) : part)).join(':'),
    read: (code) => readSegments(segments, code.split(':')),
    overlaps: (other) => {
      const others = other.path.split(':')
      const same = (part: string, i: number): boolean =>
        part === others[i] || isName(part) || isName(others[i] ?? '')
      return others.length === segments.length && segments.every(same)
    },
  }
}

const isName = (part: string): boolean => part.startsWith('{')
const nameIn = (part: string): string => part.slice(1, -1)

function filled(path: string, part: string, values: Readonly<Record<string, string>>): string {
  const given = values[nameIn(part)]
  if (typeof given === 'string' && value.test(given)) return given
  throw new InvalidInputError(
    'invalid_input',
    `Account path ${path} needs ${part} of letters, digits, "_", "." or "-".`,
    { path, parameter: nameIn(part) },
  )
}

function readSegments(path: readonly string[], code: readonly string[]): Record<string, string> | undefined {
  const values: Record<string, string> = {}
  if (path.length !== code.length) return undefined
  for (const [i, part] of path.entries()) {
    const actual = code[i] ?? ''
    if (isName(part)) values[nameIn(part)] = actual
    else if (part !== actual) return undefined
  }
  return values
}
