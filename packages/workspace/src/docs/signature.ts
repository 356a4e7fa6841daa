import ts from 'typescript'

/**
 * A declaration as its user needs it: whole where it is a type, without the bodies where it is code. A class that is
 * exported as a type only is made by something else, and its constructor is nobody's business.
 */
export function signatureOf(
  checker: ts.TypeChecker,
  declaration: ts.Declaration,
  { isTypeOnly }: { readonly isTypeOnly: boolean },
): string {
  if (ts.isFunctionDeclaration(declaration)) return functionSignature(declaration)
  if (ts.isClassDeclaration(declaration)) return classSignature(declaration, isTypeOnly)
  if (ts.isVariableDeclaration(declaration)) {
    const type = declaration.type?.getText() ?? checker.typeToString(checker.getTypeAtLocation(declaration))
    return `const ${declaration.name.getText()}: ${type}`
  }
  return declaration.getText().replace(/^export /, '')
}

/** Of overloads, the one with the body is not for callers. */
function functionSignature(declaration: ts.FunctionDeclaration): string {
  if (declaration.body !== undefined && hasOverloads(declaration)) return ''
  return withoutBody(declaration, declaration.body)
}

function classSignature(declaration: ts.ClassDeclaration, isTypeOnly: boolean): string {
  const [first] = declaration.members
  const head = textBetween(declaration, declaration.getStart(), first?.pos ?? declaration.end)
  const members = declaration.members
    .filter(({ name }) => name === undefined || !ts.isPrivateIdentifier(name))
    .filter((member) => !isImplementation(declaration, member))
    .filter((member) => !(isTypeOnly && ts.isConstructorDeclaration(member)))
    .map((member) => `  ${withoutBody(member, bodyOf(member))}`)
  return `${head.replace(/^export /, '').trimEnd()}\n${members.join('\n')}\n}`
}

function bodyOf(member: ts.ClassElement): ts.Node | undefined {
  const hasBody =
    ts.isMethodDeclaration(member) || ts.isConstructorDeclaration(member) || ts.isGetAccessor(member)
  return hasBody ? member.body : undefined
}

function isImplementation({ members }: ts.ClassDeclaration, member: ts.ClassElement): boolean {
  const twins = members.filter((other) => other.name?.getText() === member.name?.getText())
  return member.name !== undefined && twins.length > 1 && bodyOf(member) !== undefined
}

function hasOverloads({ name, parent }: ts.FunctionDeclaration): boolean {
  const siblings = ts.isSourceFile(parent) ? parent.statements.filter(ts.isFunctionDeclaration) : []
  return siblings.some((other) => other.name?.text === name?.text && other.body === undefined)
}

function withoutBody(node: ts.Node, body: ts.Node | undefined): string {
  return textBetween(node, node.getStart(), body?.getFullStart() ?? node.end)
    .replace(/^export /, '')
    .replace(/^async /, '')
    .trim()
}

function textBetween(node: ts.Node, from: number, to: number): string {
  return node.getSourceFile().text.slice(from, to)
}
