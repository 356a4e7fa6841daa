import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect } from 'vitest'
import { openDataFolder } from '../src/data-folder/data-folder.ts'
import { it } from './support/it.ts'
import { parentOf, processesIn } from './support/processes.ts'
import { query } from './support/query.ts'
import { until } from './support/until.ts'

describe('starts on one data folder', () => {
  it('share one server within a process, and it ends with the last of them', async ({ room }) => {
    const dataDir = room.path('shared')
    const [first, ...others] = await Promise.all(
      Array.from({ length: 4 }, () => room.start({ dataDir, durable: false })),
    )
    const urls = new Set([first, ...others].map((postgres) => postgres?.url))

    await first?.stop()
    await first?.stop()

    expect(urls.size).toBe(1)
    expect(await first?.exited).toEqual({ wasStopped: true, lastLines: '' })
    expect(await query([...urls].join(), 'SELECT 1')).toEqual([1])
    for (const other of others) await other.stop()
    expect(processesIn(room.folder)).toEqual([])
  })

  it('share one server across processes that begin at the same moment', async ({ room }) => {
    const dataDir = room.path('shared')

    const hosts = await Promise.all(Array.from({ length: 4 }, () => room.host({ dataDir, durable: false })))

    expect(new Set(hosts.map(({ server }) => server.url)).size).toBe(1)
    await Promise.all(hosts.map((host) => host.stop()))
    expect(processesIn(room.folder)).toEqual([])
  })

  it('keep the server when the process that started it is killed, until the last one is', async ({
    room,
  }) => {
    const dataDir = room.path('shared')
    const starter = await room.host({ dataDir, durable: false })
    const guest = await room.host({ dataDir, durable: false })

    process.kill(starter.pid, 'SIGKILL')
    await until('the starter has gone', () => starter.process.signalCode === 'SIGKILL')

    expect(await query(guest.server.url, 'SELECT 1')).toEqual([1])
    expect(processesIn(room.folder)).toContain(guest.server.pid)
    process.kill(guest.pid, 'SIGKILL')
    await until('the server has gone', () => processesIn(room.folder).length === 0, 6000)
  })

  it('tell a guest that the server died', async ({ room }) => {
    const dataDir = room.path('shared')
    const starter = await room.host({ dataDir, durable: false })
    const guest = await room.start({ dataDir, durable: false })
    const exit = guest.exited

    for (const pid of [parentOf(guest.pid), guest.pid, starter.pid]) process.kill(pid, 'SIGKILL')

    let reported: unknown
    void exit.then((value) => {
      reported = value
    })
    await until('the guest knows', () => reported !== undefined)
    expect(reported).toEqual({ wasStopped: false, lastLines: '' })
  })

  it('begin a new server while the last one is ending', async ({ room }) => {
    const dataDir = room.path('shared')

    for (let round = 0; round < 3; round++) {
      const first = await room.start({ dataDir, durable: false })
      const [, second] = await Promise.all([first.stop(), room.start({ dataDir, durable: false })])
      expect(await query(second.url, 'SELECT 1')).toEqual([1])
      await second.stop()
    }

    expect(processesIn(room.folder)).toEqual([])
  })

  it('are refused when they ask for something else than what runs', async ({ room }) => {
    const dataDir = room.path('shared')
    const running = await room.start({ dataDir, settings: { work_mem: '5MB' } })

    const otherPort = room.start({ dataDir, port: running.port === 65_535 ? 1024 : running.port + 1 })
    const otherSettings = room.start({ dataDir, settings: { work_mem: '6MB' }, durable: false })
    const otherVersion = room.start({ dataDir, version: 17 })
    const same = room.start({
      dataDir,
      port: running.port,
      settings: { work_mem: '5MB' },
      version: 18,
      durable: true,
    })

    await expect(otherPort).rejects.toMatchObject({
      code: 'server_differs',
      details: { differences: ['port'] },
    })
    await expect(otherSettings).rejects.toMatchObject({ details: { differences: ['durable', 'work_mem'] } })
    await expect(otherVersion).rejects.toMatchObject({ code: 'data_folder_version' })
    expect((await same).url).toBe(running.url)
  })
})

describe('the place of the starter', () => {
  it('goes to exactly one of four processes that want it at the same instant, twenty times', async ({
    room,
  }) => {
    const folders = Array.from(
      { length: 20 },
      (_, round) => openDataFolder(room.path(`wanted-${round}`), null).path,
    )
    const program = join(import.meta.dirname, 'support', 'contender.ts')
    const from = String(Date.now() + 1500)
    const contenders = Array.from({ length: 4 }, () => spawn(process.execPath, [program, from, ...folders]))

    const lines = await Promise.all(
      contenders.map(({ stdout }) => once(createInterface({ input: stdout }), 'line')),
    )

    const roles: string[][] = lines.map(([line]) => JSON.parse(line))
    const starters = folders.map((_, round) => roles.filter((got) => got[round] === 'starter').length)
    expect(starters).toEqual(folders.map(() => 1))
    for (const contender of contenders) contender.kill('SIGKILL')
  })
})
