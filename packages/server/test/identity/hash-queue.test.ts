import { setTimeout as pause } from 'node:timers/promises'
import { race, waitFor } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { boundedQueue } from '../../src/identity/bounded-queue.ts'
import { createPasswordHasher } from '../../src/identity/password-hasher.ts'
import { openIdentity, password } from '../support/identity-app.ts'

it('runs so many at once, lets so many wait, and refuses the rest at once', async () => {
  const queue = boundedQueue({
    atOnce: 2,
    waiting: 3,
    refuse: () => {
      throw new Error('full')
    },
  })
  let most = 0
  const { promise: gate, resolve: open } = Promise.withResolvers<void>()
  const outcomes = race(9, (index) =>
    queue.run(async () => {
      most = Math.max(most, queue.running)
      await gate
      if (index === 1) throw new Error('broken')
      return index
    }),
  )
  await waitFor(() => queue.running === 2 && queue.waiting === 3, { what: 'the queue to fill' })

  open()
  const { values, errors } = await outcomes

  expect(most).toBe(2)
  expect(values).toEqual([0, 2, 3, 4])
  expect(errors.map(String).sort()).toEqual([
    'Error: broken',
    ...Array.from({ length: 4 }, () => 'Error: full'),
  ])
  expect([queue.running, queue.waiting]).toEqual([0, 0])
})

it('answers five hundred logins at once: some by hashing, the rest by asking to come back; others are served', async () => {
  const service = await openIdentity()
  const { mail } = await service.newUser()
  const { queue } = service.identity.hasher
  const logins = race(500, () =>
    service.send('POST', '/v1/auth/login', { body: { mail, password: 'not the password' } }),
  )
  await waitFor(() => queue.waiting === 50, { what: 'the queue to fill' })

  const served = await service.send('GET', '/livez')
  const isStillFull = queue.waiting > 0
  const { values } = await logins

  const statuses = new Set(values.map(({ statusCode }) => statusCode))
  expect([served.statusCode, isStillFull]).toEqual([200, true])
  expect(statuses).toEqual(new Set([401, 503]))
  const refused = values.find(({ statusCode }) => statusCode === 503)
  expect(refused?.json()).toMatchObject({ code: 'login_busy', retryable: true })
  expect(refused?.headers['retry-after']).toBe('5')
  expect([queue.running, queue.waiting]).toEqual([0, 0])
})

it('keeps the event loop free while it hashes', async () => {
  const hasher = createPasswordHasher({ atOnce: 1 })
  const hashing = hasher.hash(password)
  let turns = 0

  while (hasher.queue.running > 0) {
    await pause(1)
    turns += 1
  }

  expect(await hasher.matches(await hashing, password)).toBe(true)
  expect(turns).toBeGreaterThan(1)
})

it('works as long for nobody as for somebody, and says no', async () => {
  const hasher = createPasswordHasher()
  const hash = await hasher.hash(password)

  const answers = [await hasher.matches(hash, password), await hasher.matches(undefined, password)]

  expect(answers).toEqual([true, false])
  expect(hasher.queue.ended).toBe(3)
})
