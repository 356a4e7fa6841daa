import { samples, useDatabase, waitFor } from '@evenkeel/test-support'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { startHttp } from '../../src/processes/http-part.ts'
import { openApp } from '../support/open-app.ts'
import { walletSchema } from '../support/wallet-schema.ts'

const { pool, url } = await useDatabase(walletSchema)

const callers = 12
const isHit = (status: string): boolean => status === '200'

/** Writes rows from several callers until the service is stopped in the middle; what each was told, by row. */
async function stopUnderLoad(round: number): Promise<{ told: Map<string, string>; cut: number }> {
  const service = await openApp({ DATABASE_URL: url, EVENKEEL_DATABASE_POOL_SIZE: '4', LOG_LEVEL: 'info' })
  service.app.post('/rows/:code', { config: { access: 'public', limit: 'none' } }, async ({ url: path }) => {
    await service.database.db.transaction().execute(async (trx) => {
      await sql`INSERT INTO wallet.tenant (code, name) VALUES (${path.slice(6)}, 'row')`.execute(trx)
    })
    return 'written'
  })
  const http = await startHttp(service.app, service)
  const told = new Map<string, string>()
  let isStopped = false
  const write = async (caller: number): Promise<void> => {
    for (let i = 0; !isStopped; i += 1) {
      const code = `r${round}.c${caller}.${i}`
      const answer = fetch(`${http.url}/rows/${code}`, { method: 'POST' })
      const status = await answer.then(
        async (response) => {
          await response.text()
          return String(response.status)
        },
        () => 'no answer',
      )
      told.set(code, status)
    }
  }
  const load = Promise.all(Array.from({ length: callers }, (_, caller) => write(caller)))

  await waitFor(() => [...told.values()].filter(isHit).length > 3 * callers, { what: 'some load' })
  await http.stop()
  isStopped = true
  await load
  return { told, cut: service.logged().filter(({ level }) => level === 'warn').length }
}

const rounds = samples({ quick: 3, long: 20 })

it(`loses nothing that it said was done, and says so of everything that was, stopped ${rounds} times under load`, async () => {
  for (let round = 0; round < rounds; round += 1) {
    const { told, cut } = await stopUnderLoad(round)
    const { rows } = await pool.query('SELECT code FROM wallet.tenant WHERE code LIKE $1', [`r${round}.%`])

    const done = [...told].filter(([, status]) => isHit(status)).map(([code]) => code)
    expect(rows.map(({ code }) => code).sort()).toEqual(done.sort())
    expect([...told.values()].filter((status) => !isHit(status) && status !== 'no answer')).toEqual([])
    expect(cut).toBe(0)
  }
}, 60_000)
