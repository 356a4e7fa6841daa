/** A pattern that must not occur in the files it applies to. */
export interface UnwantedWord {
  readonly pattern: RegExp
  readonly appliesTo: (path: string) => boolean
  readonly message: string
}

const everywhere = (): boolean => true
const code = (path: string): boolean => !path.endsWith('.md') && path !== 'pnpm-lock.yaml'

/** The patterns are written so that this file does not match them. */
export const unwantedWords: readonly UnwantedWord[] = [
  {
    pattern: /(?<![\w.)}\]*])\/(?:work|root|home|Users)\/[\w.-]+/,
    appliesTo: everywhere,
    message: 'names a folder of one machine. Write a path relative to the repository.',
  },
  {
    pattern: /\b[A-Z]:\\Users\\/,
    appliesTo: everywhere,
    message: 'names a folder of one machine. Write a path relative to the repository.',
  },
  {
    pattern: /\bregistry(?:\.[a-z0-9-]+)+\.[a-z]{2,}|\bregistry\s*[=:]\s*['"]?https?:/i,
    appliesTo: everywhere,
    message: 'names a package registry. Which one is used is the business of the machine that installs.',
  },
  {
    pattern: /tarball:|https?:\/\//,
    appliesTo: (path) => path === 'pnpm-lock.yaml',
    message: 'holds a download address. Install again with no registry written into the lockfile.',
  },
  {
    pattern: /\b(?:TO-?DO|FIX-?ME)\b/,
    appliesTo: code,
    message: 'leaves work for later without an owner. Do it now, or open an issue and say what holds today.',
  },
]
