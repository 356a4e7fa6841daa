import { expect, it } from 'vitest'
import { originOf } from '../src/leaks/origin.ts'

const root = new URL('../../..', import.meta.url).pathname

function madeAt(...frames: string[]): Error {
  const error = new Error('timer')
  error.stack = ['Error: timer', ...frames.map((frame) => `    at ${frame}`)].join('\n')
  return error
}

it.each([
  ['our own line', [`open (${root}packages/ledger/src/pool.ts:3:5)`]],
  [
    'our line behind a library',
    [
      `connect (${root}node_modules/pg/lib/client.js:9:1)`,
      `async file://${root}packages/ledger/src/pool.ts:3:5`,
    ],
  ],
  [
    'our line behind Node',
    [
      'setTimeout (node:timers:125:19)',
      `new Promise (<anonymous>)`,
      `${root}packages/ledger/src/pool.ts:3:5`,
    ],
  ],
])('names %s', (_what, frames) => {
  expect(originOf(madeAt(...frames))).toBe('at packages/ledger/src/pool.ts:3:5')
})

it('names the library that worked on its own account', () => {
  expect(originOf(madeAt(`retry (${root}node_modules/pg/lib/client.js:9:1)`))).toBe(
    'at node_modules/pg/lib/client.js:9:1',
  )
})

it('leaves out what the test runner made for itself, whatever it ran at the time', () => {
  const frames = [
    `send (${root}node_modules/vitest/dist/run.js:1:1)`,
    `${root}packages/ledger/test/a.test.ts:1:1`,
  ]

  expect(originOf(madeAt(...frames))).toBeUndefined()
})

it('says so when no code is on the stack', () => {
  expect(originOf(madeAt('onconnection (node:net:2250:10)'))).toMatch('by Node itself')
})
