import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect } from 'vitest'
import { it } from './support/it.ts'
import { processesIn } from './support/processes.ts'
import { query } from './support/query.ts'
import { until } from './support/until.ts'

describe('a temporary server', () => {
  it('answers queries and leaves nothing behind', async ({ room }) => {
    const postgres = await room.start()
    const answer = await query(postgres.url, 'SELECT 6 * 7')

    await postgres.stop()

    expect(answer).toEqual([42])
    expect(existsSync(postgres.dataDir)).toBe(false)
    expect(processesIn(room.folder)).toEqual([])
    expect(await postgres.exited).toEqual({ wasStopped: true, lastLines: '' })
  })

  it('can be stopped twice', async ({ room }) => {
    const postgres = await room.start()

    await Promise.all([postgres.stop(), postgres.stop()])

    await expect(postgres.stop()).resolves.toBeUndefined()
  })

  it('lets in nobody without the password, nor from another address', async ({ room }) => {
    const postgres = await room.start()
    const wrong = new URL(postgres.url)
    wrong.password = 'wrong'
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find((address) => address.family === 'IPv4' && !address.internal)

    const refusal = query(wrong.href, 'SELECT 1')

    await expect(refusal).rejects.toMatchObject({ code: '28P01' })
    if (outside !== undefined) {
      await expect(
        query(postgres.url.replace('127.0.0.1', outside.address), 'SELECT 1'),
      ).rejects.toMatchObject({
        code: 'ECONNREFUSED',
      })
    }
    expect(
      await query(
        postgres.url,
        "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'",
      ),
    ).toEqual(['0'])
    expect(await query(postgres.url, 'SHOW unix_socket_directories')).toEqual([''])
  })

  it('runs beside four others that start at the same moment', async ({ room }) => {
    const servers = await Promise.all(Array.from({ length: 5 }, () => room.start()))

    const ports = await Promise.all(servers.map(({ url }) => query(url, 'SHOW port')))

    expect(new Set(ports.flat()).size).toBe(5)
  })

  it('does not keep its host alive', async ({ room }) => {
    const host = await room.host()

    host.process.stdin?.end()

    await until('the host has ended by itself', () => host.process.exitCode === 0)
    await until('the server has ended', () => !existsSync(host.server.dataDir))
  })
})

describe('a kept server', () => {
  it('finds its data and its password again', async ({ room }) => {
    const dataDir = room.path('kept')
    const first = await room.start({ dataDir })
    await query(first.url, 'CREATE TABLE coin AS SELECT 5 AS value')
    await first.stop()

    const second = await room.start({ dataDir })

    expect(await query(second.url, 'SELECT value FROM coin')).toEqual([5])
    expect(new URL(second.url).password).toBe(new URL(first.url).password)
    expect(statSync(join(dataDir, 'password')).mode & 0o777).toBe(0o600)
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  })

  it('is durable unless told otherwise, and a temporary one is not', async ({ room }) => {
    const [kept, fast, temporary] = await Promise.all([
      room.start({ dataDir: room.path('kept') }),
      room.start({ dataDir: room.path('fast'), durable: false }),
      room.start(),
    ])

    const fsync = await Promise.all([kept, fast, temporary].map(({ url }) => query(url, 'SHOW fsync')))

    expect(fsync.flat()).toEqual(['on', 'off', 'off'])
  })
})

describe('a server that does not start', () => {
  it('tells why to a host that has nothing else to stay for', ({ room }) => {
    const host = join(import.meta.dirname, 'support', 'host.ts')
    const order = { dataDir: room.path('kept'), settings: { work_mem: 'plenty' } }

    const { status, stderr } = spawnSync(process.execPath, [host, JSON.stringify(order)], {
      encoding: 'utf8',
    })

    expect(stderr).toContain('setting_refused')
    expect(status).toBe(1)
  })
})

describe('the version', () => {
  for (const version of [15, 16, 17, 18] as const) {
    it(`${version} starts when it is asked for and orders text by code point`, async ({ room }) => {
      const postgres = await room.start({ version })

      const [found] = await query(postgres.url, 'SHOW server_version')

      expect(String(found)).toMatch(new RegExp(`^${version}\\.`))
      expect(
        await query(
          postgres.url,
          "SELECT word FROM (VALUES ('b'), ('É'), ('a'), ('B')) AS t (word) ORDER BY word",
        ),
      ).toEqual(['B', 'a', 'b', 'É'])
      expect(await query(postgres.url, "SELECT upper('é')")).toEqual(['É'])
    })
  }
})

describe('settings', () => {
  it('reach the server', async ({ room }) => {
    const postgres = await room.start({ settings: { max_connections: 37, jit: false, work_mem: '5MB' } })

    const client = new pg.Client({ connectionString: postgres.url })
    await client.connect()
    const { rows } = await client.query(
      "SELECT setting FROM pg_settings WHERE name IN ('jit', 'max_connections') ORDER BY name",
    )
    await client.end()

    expect(rows).toEqual([{ setting: 'off' }, { setting: '37' }])
  })

  it('that PostgreSQL does not know are refused, with its words', async ({ room }) => {
    const start = room.start({ settings: { max_conections: 37 } })

    await expect(start).rejects.toMatchObject({
      code: 'setting_refused',
      message: expect.stringContaining('unrecognized configuration parameter "max_conections"'),
    })
  })
})
