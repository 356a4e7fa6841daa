import { expect, it } from 'vitest'
import { wasNeverSent } from '../../src/request/never-sent.ts'

const failure = (code: string): Error => Object.assign(new Error(code), { code })
const wrapped = (cause: Error): Error => new TypeError('fetch failed', { cause })

it.each([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])('knows that after %s nothing was sent', (code) => {
  expect(wasNeverSent(wrapped(failure(code)))).toBe(true)
})

it.each(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'ETIMEDOUT', 'ABORT_ERR'])(
  'does not claim that after %s',
  (code) => {
    expect(wasNeverSent(wrapped(failure(code)))).toBe(false)
  },
)

it('takes the word of several addresses only when all agree', () => {
  const refused = failure('ECONNREFUSED')

  expect(wasNeverSent(wrapped(new AggregateError([refused, refused])))).toBe(true)
  expect(wasNeverSent(wrapped(new AggregateError([refused, failure('ECONNRESET')])))).toBe(false)
  expect(wasNeverSent(new AggregateError([]))).toBe(false)
})

it.each([undefined, 'ECONNREFUSED', new Error('ECONNREFUSED')])('does not guess from %s', (thrown) => {
  expect(wasNeverSent(thrown)).toBe(false)
})
