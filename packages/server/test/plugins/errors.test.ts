import { once } from 'node:events'
import { connect } from 'node:net'
import {
  ConflictError,
  InvalidInputError,
  InvariantError,
  type LedgerError,
  NotFoundError,
  RejectedError,
  UnavailableError,
} from '@evenkeel/ledger'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { openApp } from '../support/open-app.ts'

const config = { access: 'public' } as const

it('answers in one format, with the id that the log has', async () => {
  const { app, logged } = await openApp()

  const answer = await app.inject('/nothing?token=canary')

  expect(answer.statusCode).toBe(404)
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(answer.json()).toEqual({
    type: 'urn:evenkeel:problem:not_found',
    title: 'There is nothing here',
    status: 404,
    detail: 'Correct the address; /openapi.json lists them all.',
    instance: '/nothing',
    code: 'not_found',
    request_id: answer.headers['x-request-id'],
    retryable: false,
  })
  expect(logged()).toContainEqual(
    expect.objectContaining({ request_id: answer.json().request_id, status: 404 }),
  )
  expect(JSON.stringify(logged())).not.toContain('canary')
})

it('says which methods an address takes', async () => {
  const { app } = await openApp()

  const answer = await app.inject({ method: 'DELETE', url: '/readyz' })

  expect(answer.json()).toMatchObject({ status: 405, code: 'method_not_allowed' })
  expect(answer.headers['allow']).toBe('GET, HEAD')
})

it('refuses bodies that it cannot read', async () => {
  const { app } = await openApp()
  app.post('/echo', { config }, (request) => request.body)
  const send = async (payload: string, type = 'application/json') => {
    const answer = await app.inject({
      method: 'POST',
      url: '/echo',
      payload,
      headers: { 'content-type': type },
    })
    return [answer.statusCode, answer.json().code]
  }

  expect(await send('{"a":')).toEqual([400, 'malformed_body'])
  expect(await send('')).toEqual([400, 'malformed_body'])
  expect(await send('{"__proto__":{"isAdmin":true}}')).toEqual([400, 'malformed_body'])
  expect(await send('"a"', 'application/xml')).toEqual([415, 'unsupported_media_type'])
  expect(await send('hello', 'text/plain')).toEqual([415, 'unsupported_media_type'])
  expect(await send(JSON.stringify('a'.repeat(64 * 1024)))).toEqual([413, 'body_too_large'])
})

it('lists every part of a request that is wrong, and where it stands', async () => {
  const { app } = await openApp()
  const body = z.strictObject({
    amount: z.string(),
    payee: z.object({ 'given/name': z.string() }),
    to: z.uuid(),
    kind: z.enum(['one', 'two']),
    notes: z.array(z.string().min(1)),
    tags: z.array(z.string()).max(2),
    code: z.string().regex(/^\d{6}$/, 'Send the six digits that the app shows.'),
  })
  app.post('/pay', { config, schema: { body } }, () => 'paid')
  const refusal = async (payload: object): Promise<Record<string, string>> => {
    const answer = await app.inject({ method: 'POST', url: '/pay', payload })
    expect(answer.json()).toMatchObject({ status: 400, code: 'invalid_request', retryable: false })
    const errors: { in: string; pointer: string; detail: string }[] = answer.json().errors
    return Object.fromEntries(errors.map(({ in: place, pointer, detail }) => [`${place} ${pointer}`, detail]))
  }

  const whole = await refusal({
    amount: 5,
    payee: {},
    to: 'canary',
    kind: 'canary',
    notes: [''],
    tags: ['a', 'b', 'c'],
    code: 'canary',
    tip: 1,
  })
  const noObject = await refusal([])

  expect(whole).toEqual({
    'body /amount': 'Send a text here.',
    'body /payee/given~1name': 'This is missing.',
    'body /to': 'Send an id, such as 0197a000-0000-7000-8000-000000000001.',
    'body /kind': 'Send one of: one, two.',
    'body /notes/0': 'This is empty.',
    'body /tags': 'Send at most 2 items.',
    'body /code': 'Send the six digits that the app shows.',
    'body ': 'There is no field "tip" here. Correct the name, or leave it out.',
  })
  expect(noObject).toEqual({ 'body ': 'Send a JSON object here.' })
})

it('refuses addresses that nobody could have meant', async () => {
  const { app } = await openApp()
  app.get('/things/:name', { config }, () => 'found')

  const [broken, long] = [await app.inject('/%zz'), await app.inject(`/things/${'a'.repeat(129)}`)]

  expect(broken.json()).toMatchObject({ status: 400, code: 'malformed_url' })
  expect(broken.headers['x-request-id']).toBe(broken.json().request_id)
  expect(long.json()).toMatchObject({ status: 414, code: 'url_too_long' })
})

it('gives each family of the ledger a status of its own', async () => {
  const { app } = await openApp()
  const thrown: LedgerError[] = [
    new InvalidInputError('invalid_amount', 'a'),
    new NotFoundError('account_not_found', 'b'),
    new RejectedError('insufficient_funds', 'c'),
    new ConflictError('account_differs', 'd'),
    new ConflictError('key_reused', 'e'),
    new UnavailableError('overloaded', 'f', 'not_written'),
  ]
  app.get('/throw/:index', { config }, (request) => {
    throw thrown[Number(z.object({ index: z.string() }).parse(request.params).index)]
  })

  const answers = await Promise.all(thrown.map((_, index) => app.inject(`/throw/${index}`)))

  const seen = answers
    .map((answer) => answer.json())
    .map((it) => [it.status, it.code, it.detail, it.retryable])
  expect(seen).toEqual([
    [400, 'invalid_amount', 'a', false],
    [404, 'account_not_found', 'b', false],
    [422, 'insufficient_funds', 'c', false],
    [409, 'account_differs', 'd', false],
    [422, 'key_reused', 'e', false],
    [503, 'overloaded', 'f', true],
  ])
  expect(answers.at(-1)?.headers['retry-after']).toBe('5')
})

it('says nothing about what broke on our side, except to the log', async () => {
  const { app, logged } = await openApp()
  const failures = [
    new Error('canary: SELECT secret'),
    new InvariantError('books_unbalanced', 'canary'),
    'canary',
  ]
  app.get('/break/:index', { config }, async (request) => {
    throw failures[Number(z.object({ index: z.string() }).parse(request.params).index)]
  })
  app.get('/lie', { config, schema: { response: { 200: z.object({ n: z.number() }) } } }, () => {
    return JSON.parse('{"n":"canary"}')
  })

  const answers = await Promise.all(
    ['/break/0', '/break/1', '/break/2', '/lie'].map((url) => app.inject(url)),
  )

  for (const answer of answers) {
    expect(answer.json()).toMatchObject({ status: 500, code: 'internal_error' })
    expect(answer.body).not.toContain('canary')
  }
  expect(logged()).toContainEqual(
    expect.objectContaining({
      level: 'error',
      err: expect.objectContaining({ message: 'canary: SELECT secret' }),
    }),
  )
})

it('ends a handler that takes too long, and tells that the outcome is open', async () => {
  const { app } = await openApp()
  const { promise: never, resolve } = Promise.withResolvers<string>()
  app.get('/slow', { config, handlerTimeout: 20 }, () => never)

  const answer = await app.inject('/slow')
  resolve('too late')

  expect(answer.json()).toMatchObject({ status: 503, code: 'handler_timeout', retryable: true })
})

it('answers in the same format before there is a request at all', async () => {
  const { app } = await openApp()
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  const say = async (text: string): Promise<string> => {
    const socket = connect(Number(port), '127.0.0.1')
    let answer = ''
    socket.setEncoding('utf8').on('data', (chunk) => {
      answer += chunk
    })
    socket.write(text)
    await once(socket, 'close')
    return answer
  }

  const garbage = await say('HELLO\r\n\r\n')
  const tooMuch = await say(`GET / HTTP/1.1\r\nhost: a\r\ncookie: ${'a'.repeat(20_000)}\r\n\r\n`)

  expect(garbage).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json.*"code":"malformed_message"/s)
  expect(tooMuch).toMatch(/^HTTP\/1\.1 431 .*application\/problem\+json.*"code":"headers_too_large"/s)
})
