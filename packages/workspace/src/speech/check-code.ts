import ts from 'typescript'
import type { Finding } from '../repository/finding.ts'
import { pathsWhere, type Repository, textOf } from '../repository/repository.ts'

const testFunctions = ['it', 'test', 'describe', 'suite', 'bench']
const modifiers = ['concurrent', 'sequential', 'each', 'for', 'shuffle']

/**
 * What the linter would let through behind a comment: `any`, and tests that are left out. A test may be skipped only
 * with its reason in a comment right above or beside it; `skipIf` has its reason in its condition.
 */
export function checkCode(repository: Repository): Finding[] {
  return pathsWhere(repository, isOurs).flatMap((file) => checkFile(file, textOf(repository, file) ?? ''))
}

/** What generators of others made for tests and examples is in their style. What ours make for a package is in ours. */
function isOurs(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path) && !/^(examples|packages\/[^/]+\/test)\/.*\bgenerated\//.test(path)
}

function checkFile(file: string, text: string): Finding[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const lines = text.split('\n')
  const isTest = /\.test\.[cm]?tsx?$/.test(file)
  const findings: Finding[] = []
  const visit = (node: ts.Node): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line
    const message = refuseAny(node) ?? (isTest ? refuseLeftOut(node, hasComment(lines, line)) : undefined)
    if (message !== undefined) findings.push({ file, line: line + 1, message })
    ts.forEachChild(node, visit)
  }
  visit(source)
  return findings
}

function refuseAny(node: ts.Node): string | undefined {
  const isAny = node.kind === ts.SyntaxKind.AnyKeyword
  return isAny ? '"any" switches the compiler off. Use unknown, and narrow it.' : undefined
}

function refuseLeftOut(node: ts.Node, isExplained: boolean): string | undefined {
  if (!ts.isPropertyAccessExpression(node) || !testFunctions.includes(rootName(node.expression)))
    return undefined
  const name = node.name.text
  if (name === 'only') return `"${node.getText()}" leaves out every other test of the file. Remove it.`
  if (name === 'todo') return `"${node.getText()}" is a test that cannot fail. Write it, or leave it out.`
  if ((name === 'skip' || name === 'fails') && !isExplained) {
    return `"${node.getText()}" has no reason. Say why in a comment right above.`
  }
  return undefined
}

/** `it` of `it.concurrent.skip`. */
function rootName(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text
  return ts.isPropertyAccessExpression(node) && modifiers.includes(node.name.text)
    ? rootName(node.expression)
    : ''
}

function hasComment(lines: readonly string[], line: number): boolean {
  const isComment = (text = ''): boolean => /^\s*(\/\/|\*|\/\*)/.test(text)
  return isComment(lines[line - 1]) || /\s\/\/ /.test(lines[line] ?? '')
}
