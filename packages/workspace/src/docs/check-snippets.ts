import { posix } from 'node:path'
import ts from 'typescript'
import type { Finding } from '../repository/finding.ts'
import { compilerOptions } from './compiler-options.ts'
import type { Block, Document } from './read-document.ts'

export interface SnippetReport {
  readonly compiled: number
  readonly findings: readonly Finding[]
}

/** A sketch is allowed to be one if it says why: ```ts no-check="the API of a later version" */
const withoutCheck = /\bno-check(?:="([^"]*)")?/

/** Compiles every ```ts block against the source of the packages, with the flags of `tsconfig.base.json`. */
export function checkSnippets(root: string, documents: readonly Document[]): SnippetReport {
  const blocks = documents
    .flatMap(({ blocks }) => blocks)
    .filter(({ language }) => /^(ts|typescript)$/.test(language))
  const unexplained = blocks.filter(
    ({ info }) => withoutCheck.test(info) && !withoutCheck.exec(info)?.[1]?.trim(),
  )
  const compiled = blocks.filter(({ info }) => !withoutCheck.test(info))
  return {
    compiled: compiled.length,
    findings: [
      ...unexplained.map(({ file, line }) => ({
        file,
        line,
        message: 'no-check needs its reason: no-check="why".',
      })),
      ...compile(root, compiled),
    ],
  }
}

function compile(root: string, blocks: readonly Block[]): Finding[] {
  const texts = new Map(blocks.map((block, index) => [virtualPath(root, block, index), block]))
  const options = compilerOptions(root)
  const host = ts.createCompilerHost(options, true)
  const { fileExists, getSourceFile } = host
  host.fileExists = (path) => texts.has(path) || fileExists(path)
  host.getSourceFile = (path, language, ...rest) => {
    const block = texts.get(path)
    if (block === undefined) return getSourceFile(path, language, ...rest)
    return ts.createSourceFile(path, asModule(block.code), language, true)
  }
  const program = ts.createProgram([...texts.keys()], options, host)
  return [...texts].flatMap(([path, block]) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .map((diagnostic) => describe(diagnostic, block)),
  )
}

/** Without an import or export, TypeScript would take a block for a script and let blocks see each other's names. */
const asModule = (code: string): string => `${code}\nexport {}\n`

/**
 * Where a block is compiled decides what it can import. A block in a package's own document stands in that package.
 * The others stand in the server, the one package that may import all of ours, unless they name another place:
 * ```ts in="examples/knex"
 */
export function homeOfBlock({ file, info }: Pick<Block, 'file' | 'info'>): string {
  const named = /\bin="([^"]+)"/.exec(info)?.[1]
  return named ?? /^(?:packages|examples)\/[^/]+(?=\/)/.exec(file)?.[0] ?? 'packages/server'
}

function virtualPath(root: string, block: Block, index: number): string {
  return posix.join(root, homeOfBlock(block), `snippet-${index}.ts`)
}

function describe({ messageText, start = 0 }: ts.Diagnostic, { file, line, code }: Block): Finding {
  const offset = code.slice(0, start).split('\n').length
  return { file, line: line + offset, message: ts.flattenDiagnosticMessageText(messageText, ' ') }
}
