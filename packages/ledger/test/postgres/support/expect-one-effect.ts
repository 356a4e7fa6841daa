import { expect } from 'vitest'
import type { Book } from '../../../src/index.ts'
import type { SqlConnection } from '../../../src/postgres/sql-connection.ts'
import { assertInvariants, postgresContents } from '../../../src/testing/index.ts'
import { type Answer, perform } from '../../model/request.ts'
import { requestUnder } from './writers.ts'

/**
 * After a crash: everything that was acknowledged is there, and asking once more for the rest gives each of it one effect.
 * The book holds what was asked for and nothing else, so nothing happened twice.
 */
export async function expectOneEffectEach(
  book: Book,
  connection: SqlConnection,
  { asked, acknowledged }: { asked: ReadonlySet<string>; acknowledged: ReadonlySet<string> },
): Promise<void> {
  const remembered = new Set((await postgresContents(connection, book.name)).keys.map(({ key }) => key))
  expect([...acknowledged].filter((key) => !remembered.has(key))).toEqual([])

  const open = [...asked].filter((key) => !acknowledged.has(key))
  const answers: Answer[] = await Promise.all(open.map((key) => perform(book, requestUnder(key))))
  expect(answers.filter(({ ok }) => !ok)).toEqual([])

  const contents = await postgresContents(connection, book.name)
  const effects = [...contents.journals, ...contents.holds].map(({ key }) => key)
  expect(effects.filter((key) => !key.startsWith('fund ')).toSorted()).toEqual([...asked].toSorted())
  assertInvariants(contents)
}
