import { array, assert, constantFrom, property } from 'fast-check'
import { expect, it } from 'vitest'
import { splitStatements } from '../../src/migrations/split-statements.ts'

it('ends a statement at a semicolon and leaves the comments out', () => {
  const sql = `
-- One; not two.
SELECT 1; /* and /* nested; */ still; */
SELECT 2`

  const statements = splitStatements(sql)

  expect(statements).toEqual(['SELECT 1', 'SELECT 2'])
})

it('keeps a text together, whatever semicolons and quotes it holds', async () => {
  const pieces = [
    "'a;b''c'",
    '"odd;name"',
    "E'it\\'s; here'",
    '$$ body; $$',
    '$tag$ $$ ; $$ $tag$',
    '/* ; */',
    '-- ;\n',
    'plain$name$',
    '$1',
    'é',
  ]
  const statement = array(constantFrom(...pieces), { minLength: 1, maxLength: 6 }).map(
    (parts) => `SELECT ${parts.join(' ')}`,
  )

  await assert(
    property(array(statement), (statements) => {
      expect(splitStatements(statements.join(';\n'))).toHaveLength(statements.length)
    }),
  )
})

it('keeps the body of a function together that is written in SQL itself', () => {
  const body = 'CREATE FUNCTION f() RETURNS void BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END'

  const statements = splitStatements(`${body}; SELECT 3;`)

  expect(statements).toEqual([body, 'SELECT 3'])
})
