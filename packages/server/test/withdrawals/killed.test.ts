import { samples } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { startProgram } from '../support/program.ts'
import { testKeys } from '../support/test-keys.ts'
import { hourMs, minuteMs, openWithdrawals } from '../support/withdrawal-app.ts'

const everyNth = samples({ quick: 4, long: 1 })

it('pays once, whichever commit or call of the provider a sender is killed at', {
  timeout: 180_000,
}, async () => {
  const service = await openWithdrawals({ EVENKEEL_WITHDRAWAL_LIMITS: 'ZAR pending=99 daily=99999.00' })
  const { baseUrl, secretKey, brandId } = service.simulator.client
  const died: string[] = []

  for (let dieAt = 1; ; dieAt += everyNth) {
    const owner = await service.newHolder('100000')
    const id = await service.approved(owner, '20000')
    const program = startProgram('../test/support/dying-sender.ts', {
      environment: {
        ...testKeys,
        DATABASE_URL: service.databaseUrl,
        LOG_LEVEL: 'silent',
        EVENKEEL_REVIO_URL: baseUrl,
        EVENKEEL_REVIO_SECRET_KEY: secretKey,
        EVENKEEL_REVIO_BRAND_ID: brandId,
        EVENKEEL_REVIO_MODE: 'test',
        DIE_AT: String(dieAt),
        WITHDRAWAL: id,
      },
    })
    const ended = await program.ended
    for (const minutes of [2, 5, 15, 25, 60]) await service.pass(minutes * minuteMs)
    await service.pass(6 * hourMs)

    expect((await service.seen(id)).detail, program.output()).toBe('completed')
    expect(service.timesPaid(id), program.output()).toBe(1)
    await service.booksEqualTheSimulators()
    if (ended === 0) break
    expect(ended).toBe('SIGKILL')
    died.push(program.output().trim())
  }

  expect(died.length).toBeGreaterThanOrEqual(Math.floor(12 / everyNth))
  expect(died).toContain('after a commit')
})
