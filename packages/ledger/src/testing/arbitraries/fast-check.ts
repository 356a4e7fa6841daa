/**
 * The host's own fast-check, given to whatever makes arbitraries: `import fc from 'fast-check'`. So this sub-path
 * runs without it for those who use none of them, and there are never two copies of it in one run.
 */
export type FastCheck = typeof import('fast-check')['default']
