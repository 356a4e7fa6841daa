import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { openApp } from '../support/open-app.ts'

/** The service, listening, with a client that speaks bytes. */
async function listening(): Promise<{ open: () => Socket; say: (text: string) => Promise<string> }> {
  const { app } = await openApp()
  app.post('/echo', { config: { access: 'public' } }, (request) => JSON.stringify(request.body))
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  // What is late by ten seconds in production is late by a fifth of one here; how it is told and cut is the same.
  app.server.requestTimeout = 200
  app.server.headersTimeout = 200
  const open = (): Socket => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', () => undefined)
    onTestFinished(() => void socket.destroy())
    return socket
  }
  return { open, say: (text) => untilClosed(open(), text) }
}

/** Everything that comes back until the service closes the connection. */
async function untilClosed(socket: Socket, text: string): Promise<string> {
  let answer = ''
  socket.setEncoding('latin1').on('data', (chunk) => {
    answer += chunk
  })
  socket.write(text)
  await once(socket, 'close')
  return answer
}

const post = (fields: readonly string[], body: string): string =>
  ['POST /echo HTTP/1.1', 'host: a', 'content-type: application/json', ...fields, '', body].join('\r\n')

it('cuts off a request whose header or body never ends, and says why', async () => {
  const { say } = await listening()

  const answers = await Promise.all([
    say('GET /livez HTTP/1.1\r\nhost: a\r\nx-slow: '),
    say(post(['content-length: 1000'], '{"a":')),
    say(post(['transfer-encoding: chunked'], '5\r\n{"a":\r\n')),
  ])

  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 .*"code":"request_timeout"/s)
})

it('serves others while five hundred clients hold on to theirs', async () => {
  const { open, say } = await listening()
  const slow = Array.from({ length: 500 }, () => untilClosed(open(), 'GET /livez HTTP/1.1\r\nhost: a\r\nx: '))

  const answer = await say('GET /livez HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')
  const cut = await Promise.all(slow)

  expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  expect(cut.every((text) => text.startsWith('HTTP/1.1 408 '))).toBe(true)
})

it('takes no body that is too large, announced or not', async () => {
  const { say } = await listening()
  const large = 'a'.repeat(70 * 1024)

  const announced = await say(post([`content-length: ${large.length}`, 'connection: close'], large))
  const chunked = await say(
    post(
      ['transfer-encoding: chunked', 'connection: close'],
      `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`,
    ),
  )

  for (const answer of [announced, chunked])
    expect(answer).toMatch(/^HTTP\/1\.1 413 .*"code":"body_too_large"/s)
})

it.for([
  ['two lengths', post(['content-length: 2', 'content-length: 3'], '{}')],
  ['a length and chunks', post(['content-length: 2', 'transfer-encoding: chunked'], '0\r\n\r\n')],
  ['an encoding that hides chunks', post(['transfer-encoding: chunked, identity'], '0\r\n\r\n')],
  ['a length that is no number', post(['content-length: +2'], '{}')],
  ['a chunk of no size', post(['transfer-encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n')],
  ['a space before the colon', 'GET /livez HTTP/1.1\r\nhost : a\r\n\r\n'],
  ['a folded field', 'GET /livez HTTP/1.1\r\nhost: a\r\nx: b\r\n c\r\n\r\n'],
  ['a bare line feed', 'GET /livez HTTP/1.1\nhost: a\n\n'],
  ['a NUL in a field', 'GET /livez HTTP/1.1\r\nhost: a\r\nx: a\0b\r\n\r\n'],
  ['no host', 'GET /livez HTTP/1.1\r\n\r\n'],
  ['an unknown protocol', 'GET /livez HTTP/9.9\r\nhost: a\r\n\r\n'],
] as const)('refuses %s and closes, so that nobody after it reads another request', async ([, text]) => {
  const { say } = await listening()

  const answer = await say(`${text}GET /livez HTTP/1.1\r\nhost: a\r\n\r\n`)

  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
  expect(answer).not.toContain('alive')
})
