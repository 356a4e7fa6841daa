import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** The flags of `tsconfig.base.json`, for looking at code without writing any. */
export function compilerOptions(root: string): ts.CompilerOptions {
  const path = join(root, 'tsconfig.base.json')
  const { config } = ts.parseConfigFileTextToJson(path, readFileSync(path, 'utf8'))
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  // An example may name a thing that only the reader goes on to use.
  return { ...options, noUnusedLocals: false, noUnusedParameters: false, noEmit: true }
}
