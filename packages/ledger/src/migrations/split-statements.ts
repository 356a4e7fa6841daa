/**
 * The statements of a SQL text, without their comments and semicolons.
 *
 * A semicolon ends a statement unless it is inside a string, a quoted name, a dollar-quoted body or the
 * `BEGIN ATOMIC ... END` of a function; comments nest, as they do in PostgreSQL.
 */
export function splitStatements(sql: string): string[] {
  const statements: string[] = []
  let statement = ''
  let blockDepth = 0

  for (const token of tokens(sql)) {
    const word = token.toUpperCase()
    if (token === ';' && blockDepth === 0) {
      statements.push(statement)
      statement = ''
      continue
    }
    if (opensBlock(word, statement, blockDepth)) blockDepth += 1
    if (word === 'END' && blockDepth > 0) blockDepth -= 1
    statement += isComment(token) ? ' ' : token
  }
  statements.push(statement)

  return statements.map((text) => text.trim()).filter((text) => text !== '')
}

/** BEGIN inside CREATE FUNCTION opens a body; CASE matters only there, because it shares its END. */
function opensBlock(word: string, statement: string, blockDepth: number): boolean {
  return (word === 'BEGIN' && /^\s*CREATE\b/i.test(statement)) || (word === 'CASE' && blockDepth > 0)
}

function isComment(token: string): boolean {
  return token.startsWith('--') || token.startsWith('/*')
}

const simpleToken =
  /--[^\n]*|[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|./suy
const dollarQuote = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy

function* tokens(sql: string): Generator<string> {
  let at = 0
  while (at < sql.length) {
    const token =
      dollarQuoted(sql, at) ?? blockComment(sql, at) ?? matchAt(simpleToken, sql, at) ?? sql.slice(at)
    yield token
    at += token.length
  }
}

function dollarQuoted(sql: string, at: number): string | undefined {
  const tag = matchAt(dollarQuote, sql, at)
  if (tag === undefined) return undefined
  const end = sql.indexOf(tag, at + tag.length)
  return end < 0 ? sql.slice(at) : sql.slice(at, end + tag.length)
}

function blockComment(sql: string, at: number): string | undefined {
  if (!sql.startsWith('/*', at)) return undefined
  let depth = 0
  for (let end = at; end < sql.length; end += 1) {
    if (sql.startsWith('/*', end)) {
      depth += 1
      end += 1
    } else if (sql.startsWith('*/', end)) {
      depth -= 1
      end += 1
      if (depth === 0) return sql.slice(at, end + 1)
    }
  }
  return sql.slice(at)
}

function matchAt(pattern: RegExp, sql: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(sql)?.[0]
}
