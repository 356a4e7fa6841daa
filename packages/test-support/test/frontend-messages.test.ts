import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { FrontendMessages } from '../src/faults/frontend-messages.ts'

const startup = Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0])
const message = (letter: string, ...texts: string[]): Buffer => {
  const body = Buffer.from(texts.map((text) => `${text}\0`).join(''))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(letter), length, body])
}

const [isIt, isNot] = [true, false]
const flights: readonly (readonly [bytes: Buffer, isCommit: boolean])[][] = [
  [[message('Q', 'COMMIT'), isIt]],
  [[message('Q', 'INSERT INTO boat VALUES (1); commit ;'), isIt]],
  [[message('Q', 'BEGIN ISOLATION LEVEL READ COMMITTED'), isNot]],
  [
    [message('P', '', 'COMMIT'), isNot],
    [message('B', '', ''), isNot],
    [message('E', ''), isIt],
    [message('S'), isNot],
  ],
  [
    [message('P', 'end', 'COMMIT'), isNot],
    [message('P', 'insert', 'INSERT INTO boat VALUES (1)'), isNot],
    [message('B', '', 'insert'), isNot],
    [message('E', ''), isNot],
    [message('B', '', 'end'), isNot],
    [message('E', ''), isIt],
  ],
]

it('finds the COMMIT among the messages of a client, however they are cut into chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...flights), { minLength: 1 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      async (sent, sizes) => {
        const expected = [[startup, isNot] as const, ...sent.flat()]
        const stream = Buffer.concat(expected.map(([bytes]) => bytes))
        const messages = new FrontendMessages()

        const found = cut(stream, sizes).flatMap((chunk) => messages.take(chunk))

        expect(found.map(({ isCommit }) => isCommit)).toEqual(expected.map(([, isCommit]) => isCommit))
        expect(Buffer.concat(found.map(({ bytes }) => bytes))).toEqual(stream)
      },
    ),
  )
})

it('takes no other protocol for that of PostgreSQL', () => {
  const messages = new FrontendMessages()

  expect(messages.take(Buffer.from('GET /COMMIT HTTP/1.1\r\n\r\n'))).toEqual([])
})

function cut(stream: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = []
  for (let from = 0, i = 0; from < stream.length; i++) {
    const size = sizes[i % sizes.length] ?? 1
    chunks.push(stream.subarray(from, from + size))
    from += size
  }
  return chunks
}
