import { useDatabase } from '@evenkeel/test-support'
import { type ClientConfig, Pool, types } from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { type Book, createLedger, credit, debit } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { assertInvariants, postgresContents } from '../../src/testing/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { oddSession } from '../support/odd-session.ts'
import { parsedTypes } from './hosts/host.ts'
import { hostKinds } from './hosts/index.ts'
import { openWith, zar } from './support/pocket-money.ts'

const { url, pool } = await useDatabase(ledgerSchema)

/** A host that parses everything but text in ways of its own. */
const oddTypes = { getTypeParser: (oid: number) => (value: string) => (oid === 25 ? value : { oid, value }) }
const hosts = [
  ['parses types in its own way', { types: oddTypes }],
  ['keeps its sessions in its own way', { options: oddSession }],
  ['does both', { types: oddTypes, options: oddSession }],
] as const

const opened: Pool[] = []
afterAll(() => Promise.all(opened.map((each) => each.end())))

it.each(hosts)('answers the same to a host that %s', async (how, settings) => {
  const plain = await useBook(createLedger({ pool }).book(bookName('plain', how)))
  const odd = await useBook(createLedger({ pool: poolWith(settings) }).book(bookName('odd', how)))

  expect(odd).toEqual(plain)
  assertInvariants(await postgresContents(fromPg(poolWith(settings)), bookName('odd', how)))
})

const parsers = [
  ['to objects', (value: string) => ({ value })],
  ['to numbers', Number],
  ['to nothing at all', () => null],
] as const

describe.each(hostKinds)('answers the same inside a transaction of $name', (kind) => {
  it.each(parsers)('that parses everything but text %s', async (how, parse) => {
    const plain = await useBook(createLedger({ pool }).book(bookName('plain', `${kind.name} ${how}`)))
    // Some hosts keep their parsers with the connection and others with the process.
    const kept = parsedTypes.map((oid) => [oid, types.getTypeParser(oid)] as const)
    for (const oid of parsedTypes) types.setTypeParser(oid, parse)
    const host = kind.open({ url, connections: 1, parse })

    const odd = await host.transaction(({ forLedger }) =>
      useBook(
        createLedger({ pool })
          .using(forLedger)
          .book(bookName('odd', `${kind.name} ${how}`)),
      ),
    )

    for (const [oid, parser] of kept) types.setTypeParser(oid, parser)
    await host.close()
    expect(odd).toEqual(plain)
  })
})

/** What a little of everything answers, less what differs from run to run. */
async function useBook(book: Book): Promise<unknown[]> {
  await openWith(book, { alice: zar('9007199254740993.07'), bob: zar('0.00') })
  const posted = await book.post({
    ...{ key: 'p', kind: 'x', metadata: { 'odd name': [1.5, true, null, 'é'] } },
    // Local mean time of long ago had offsets with seconds in them.
    effectiveAt: '1850-06-01T12:00:00.123Z',
    entries: [debit('alice', zar('1.00')), credit('bob', zar('1.00'))],
  })
  const { hold } = await book.holds.place({
    key: 'h',
    account: 'alice',
    amount: zar('2.00'),
    expiresAt: '2400-02-29T00:00:00Z',
  })
  const read = [
    await book.journal(posted.journal.id),
    await book.holds.get(hold.id),
    await book.accounts.withHolds('alice'),
  ]
  expect(read[0]).toEqual(posted.journal)
  expect(read[1]).toEqual(hold)
  return JSON.parse(
    JSON.stringify(read, (name, value: unknown) =>
      ['id', 'book', 'recordedAt', 'placedAt', 'openedAt', 'changedAt'].includes(name)
        ? undefined
        : typeof value === 'bigint'
          ? `${value}n`
          : value,
    ),
  )
}

function poolWith(settings: Pick<ClientConfig, 'types' | 'options'>): Pool {
  const made = new Pool({ connectionString: url, ...settings })
  opened.push(made)
  return made
}

const bookName = (kind: string, how: string): string => `${kind}.${how.replaceAll(' ', '-')}`
