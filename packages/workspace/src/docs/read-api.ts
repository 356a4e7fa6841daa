import { join, relative } from 'node:path'
import ts from 'typescript'
import { compilerOptions } from './compiler-options.ts'
import { signatureOf } from './signature.ts'

/** One public name, as whoever imports it sees it. */
export interface ApiExport {
  readonly name: string
  readonly signature: string
  readonly file: string
  readonly line: number
  /** What its TSDoc says, without tags. Empty where there is none. */
  readonly text: string
  readonly examples: readonly string[]
  /** The public methods and getters of a class. */
  readonly members: readonly Omit<ApiExport, 'members' | 'signature'>[]
}

/** What one sub-path of a package exports. */
export interface ApiDoor {
  /** `@evenkeel/ledger/money` */
  readonly name: string
  readonly folder: string
  readonly exports: readonly ApiExport[]
}

/** The source file behind a sub-path. */
export interface DoorFile {
  readonly name: string
  readonly folder: string
  readonly file: string
}

/** Reads the public names of sub-paths from their source, through every re-export. */
export function readApi(root: string, doors: readonly DoorFile[]): ApiDoor[] {
  const program = ts.createProgram(
    doors.map(({ file }) => join(root, file)),
    compilerOptions(root),
  )
  const checker = program.getTypeChecker()
  return doors.map(({ name, folder, file }) => {
    const source = program.getSourceFile(join(root, file))
    const door = source && checker.getSymbolAtLocation(source)
    if (door === undefined) throw new Error(`${file}, the source of ${name}, is missing or exports nothing.`)
    const exports = checker.getExportsOfModule(door).map((symbol) => readExport(root, checker, symbol))
    return { name, folder, exports: exports.sort((a, b) => (a.name < b.name ? -1 : 1)) }
  })
}

function readExport(root: string, checker: ts.TypeChecker, exported: ts.Symbol): ApiExport {
  const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0
  const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported
  const declarations = symbol.declarations ?? []
  const isTypeOnly = exported.declarations?.some(ts.isTypeOnlyExportDeclaration) ?? false
  return {
    ...documentation(root, checker, symbol),
    name: exported.name,
    signature: declarations
      .map((declaration) => signatureOf(checker, declaration, { isTypeOnly }))
      .filter((text) => text !== '')
      .join('\n'),
    members: declarations
      .filter(ts.isClassDeclaration)
      .flatMap(({ members }) => members.filter(isPublicMember))
      .flatMap(({ name }) => (name === undefined ? [] : (checker.getSymbolAtLocation(name) ?? [])))
      .filter((member, index, all) => all.indexOf(member) === index)
      .map((member) => documentation(root, checker, member)),
  }
}

function isPublicMember(member: ts.ClassElement): boolean {
  const isCallable = ts.isMethodDeclaration(member) || ts.isGetAccessor(member)
  return isCallable && member.name !== undefined && ts.isIdentifier(member.name)
}

function documentation(
  root: string,
  checker: ts.TypeChecker,
  symbol: ts.Symbol,
): Omit<ApiExport, 'members' | 'signature'> {
  const [declaration] = symbol.declarations ?? []
  const source = declaration?.getSourceFile()
  const start = declaration?.getStart() ?? 0
  const examples = symbol
    .getJsDocTags(checker)
    .filter(({ name }) => name === 'example')
    .map(({ text }) => withoutFence(ts.displayPartsToString(text)))
  return {
    name: symbol.name,
    file: source === undefined ? '' : relative(root, source.fileName),
    line: source === undefined ? 1 : source.getLineAndCharacterOfPosition(start).line + 1,
    text: ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim(),
    examples,
  }
}

function withoutFence(example: string): string {
  return (/```ts\n([\s\S]*?)\n```/.exec(example)?.[1] ?? example).trim()
}
