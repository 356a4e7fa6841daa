import { expect, it } from 'vitest'
import { humanLine } from '../../src/observability/human-lines.ts'
import { createLogger } from '../../src/observability/logger.ts'

function logged(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = []
  write(createLogger('info', { write: (line) => void lines.push(line) }))
  return lines.map((line) => JSON.parse(line))
}

it('writes one object a line, with the level as a word and the time as people write it', () => {
  const [line, ...more] = logged((logger) => logger.info({ route: '/livez' }, 'request'))

  expect(line).toMatchObject({ level: 'info', route: '/livez', msg: 'request' })
  expect(line?.['time']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  expect(more).toEqual([])
})

it('hides what should never have been handed over', () => {
  const lines = logged((logger) => {
    logger.info({ password: 'canary', user: { token: 'canary' }, request: { headers: { cookie: 'canary' } } })
  })

  expect(JSON.stringify(lines)).not.toContain('canary')
})

it('names what an error is, and drops what PostgreSQL quotes from a row', () => {
  const refused = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (mail)=(canary)' })

  const [line] = logged((logger) => logger.error({ err: new Error('lost', { cause: refused }) }, 'failed'))

  expect(line).toMatchObject({ err: { message: 'lost', cause: { message: 'duplicate key', code: '23505' } } })
  expect(JSON.stringify(line)).not.toContain('canary')
})

it('ends the chain of causes of an error that causes itself', () => {
  const error = new Error('round')
  error.cause = error

  const lines = logged((logger) => logger.error({ err: error }, 'failed'))

  expect(lines).toHaveLength(1)
})

it('reads well at a terminal, and leaves what is no log line alone', () => {
  const request = {
    level: 'info',
    time: '2026-01-02T03:04:05.678Z',
    method: 'GET',
    path: '/',
    status: 200,
    duration_ms: 4,
  }
  const slow = { ...request, level: 'warn', duration_ms: 2100, msg: 'slow request' }
  const failure = {
    level: 'error',
    time: '2026-01-02T03:04:05.678Z',
    err: { message: 'it broke' },
    msg: 'failed',
  }

  const lines = [request, slow, failure].map((line) => humanLine(JSON.stringify(line)))

  expect(lines).toEqual([
    '03:04:05  info   GET / 200 4 ms',
    '03:04:05  warn   GET / 200 2100 ms  slow request',
    '03:04:05  error  failed: it broke',
  ])
  expect(humanLine('(node:1) Warning')).toBe('(node:1) Warning')
})
