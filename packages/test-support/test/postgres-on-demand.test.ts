import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { race } from '../src/index.ts'
import { askDesk, openDesk, type PostgresDesk } from '../src/postgres/postgres-on-demand.ts'

const answer = { url: 'postgres://127.0.0.1/postgres', run: 7, howToConnect: 'Knock.' }
let desk: PostgresDesk | undefined

afterEach(() => desk?.close())

it('starts the server once, however many ask at the same time', async () => {
  let starts = 0
  const opened = await openDesk(async () => {
    starts += 1
    return answer
  })
  desk = opened

  const { values } = await race(20, () => askDesk(opened.address))

  expect(values).toEqual(Array.from({ length: 20 }, () => answer))
  expect(starts).toBe(1)
})

it('starts nothing when nobody asks', async () => {
  let starts = 0
  desk = await openDesk(async () => {
    starts += 1
    return answer
  })

  await desk.close()
  desk = undefined

  expect(starts).toBe(0)
})

it('tells everyone who asks why there is no server', async () => {
  const storm = new Error('The harbour is closed.', { cause: new Error('storm') })
  desk = await openDesk(() => Promise.reject(storm))

  await expect(askDesk(desk.address)).rejects.toThrow('The harbour is closed. (Reason: storm)')
  await expect(askDesk(desk.address)).rejects.toThrow('The harbour is closed. (Reason: storm)')
})

it.skipIf(process.platform === 'win32')('lets no other user of the machine ask', async () => {
  desk = await openDesk(async () => answer)

  const folder = await stat(dirname(desk.address))

  expect(folder.mode & 0o777).toBe(0o700)
})
