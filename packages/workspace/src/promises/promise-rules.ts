import { join } from 'node:path'
import type { ESLint, Linter } from 'eslint'
import tseslint from 'typescript-eslint'

/** Where our promises are. */
export const promisePatterns: readonly string[] = [
  'packages/*/{src,test,scripts}/**/*.ts',
  'examples/**/*.ts',
]

/**
 * Two rules and no more: everything else is Biome's. In a ledger a forgotten `await` is a write whose failure nobody
 * hears, and only a linter that knows the types sees that `client.query(...)` returns a promise.
 *
 * typescript-eslint needs TypeScript 6, which is why this package alone carries it.
 */
export function promiseRules(project: string): Linter.Config[] {
  // Both are what ESLint expects; typescript-eslint describes them in types of its own, which differ on paper only.
  const parser = tseslint.parser as Linter.Parser
  const plugin = tseslint.plugin as unknown as ESLint.Plugin
  return [
    // It says of itself that it need not be checked.
    { ignores: ['**/generated/**'] },
    {
      files: ['**/*.ts'],
      plugins: { '@typescript-eslint': plugin },
      languageOptions: {
        parser,
        parserOptions: { project, tsconfigRootDir: join(project, '..') },
      },
      linterOptions: { reportUnusedDisableDirectives: 'error' },
      rules: {
        '@typescript-eslint/no-floating-promises': 'error',
        '@typescript-eslint/no-misused-promises': 'error',
      },
    },
  ]
}
