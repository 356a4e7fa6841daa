import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { openDataFolder } from '../src/data-folder/data-folder.ts'
import { boundLog } from '../src/data-folder/log-file.ts'
import { findServerUser } from '../src/platform/server-user.ts'
import { it } from './support/it.ts'
import { processesIn } from './support/processes.ts'
import { query } from './support/query.ts'
import { until } from './support/until.ts'

const isRoot = process.geteuid?.() === 0

describe('a postmaster.pid that a killed server left', () => {
  it('does not stop the next start when its id now belongs to another program', async ({ room }) => {
    const dataDir = room.path('kept')
    await (await room.start({ dataDir, durable: false })).stop()
    // The same user as the server's: PostgreSQL takes such a process for the old server.
    const stranger = spawn('sleep', ['60'], { ...findServerUser(dataDir), cwd: '/' })
    writeFileSync(join(dataDir, 'pgdata', 'postmaster.pid'), `${stranger.pid}\n`)

    const postgres = await room.start({ dataDir, durable: false })

    expect(await query(postgres.url, 'SELECT 1')).toEqual([1])
    stranger.kill('SIGKILL')
  })

  it('does not stop the next start when its process has died', async ({ room }) => {
    const dataDir = room.path('kept')
    await (await room.start({ dataDir, durable: false })).stop()
    const dead = spawn('true')
    await once(dead, 'exit')
    const owner = findServerUser(dataDir)
    writeFileSync(
      join(dataDir, 'pgdata', 'postmaster.pid'),
      `${dead.pid}\n${dataDir}/pgdata\n0\n5432\n\n127.0.0.1\n`,
    )
    if (owner !== null) chownSync(join(dataDir, 'pgdata', 'postmaster.pid'), owner.uid, owner.gid)

    const postgres = await room.start({ dataDir, durable: false })

    expect(await query(postgres.url, 'SELECT 1')).toEqual([1])
  })

  it('is respected when a PostgreSQL that somebody started by hand runs there', async ({ room }) => {
    const dataDir = room.path('kept')
    const first = await room.start({ dataDir, durable: false })
    const program = readFileSync(join(dataDir, 'pgdata', 'postmaster.opts'), 'utf8').split(' ')[0] ?? ''
    await first.stop()
    const byHand = spawn(
      program,
      ['-D', join(dataDir, 'pgdata'), '-h', '127.0.0.1', '-p', String(first.port), '-k', ''],
      {
        ...findServerUser(dataDir),
        cwd: '/',
      },
    )
    const ended = once(byHand, 'exit')
    await until(
      'it runs',
      () => spawnSync('grep', ['-q', 'ready', join(dataDir, 'pgdata', 'postmaster.pid')]).status === 0,
    )

    const start = room.start({ dataDir, durable: false })

    await expect(start).rejects.toMatchObject({ code: 'data_folder_in_use', details: { pid: byHand.pid } })
    expect(byHand.signalCode).toBeNull()
    byHand.kill('SIGINT')
    await ended
  })
})

describe('a data folder is refused', () => {
  it('when it holds something else, which stays as it was', async ({ room }) => {
    const dataDir = room.path('letters')
    mkdirSync(dataDir)
    writeFileSync(join(dataDir, 'letter.txt'), 'Dear')

    const start = room.start({ dataDir, durable: false })

    await expect(start).rejects.toMatchObject({
      code: 'data_folder_foreign',
      message: expect.stringContaining('letter.txt'),
    })
    expect(readFileSync(join(dataDir, 'letter.txt'), 'utf8')).toBe('Dear')
  })

  it('when it is a file', async ({ room }) => {
    writeFileSync(room.path('file'), '')

    const start = room.start({ dataDir: room.path('file') })

    await expect(start).rejects.toMatchObject({ code: 'data_folder_unreachable' })
  })

  it('when another major version made it, and is used as it is when none is named', async ({ room }) => {
    const dataDir = room.path('older')
    await (await room.start({ dataDir, version: 16, durable: false })).stop()

    const start = room.start({ dataDir, version: 18 })

    await expect(start).rejects.toMatchObject({
      code: 'data_folder_version',
      details: { found: 16, wanted: 18 },
    })
    expect((await room.start({ dataDir, durable: false })).version).toBe(16)
  })

  it('when its password is gone', async ({ room }) => {
    const dataDir = room.path('kept')
    await (await room.start({ dataDir, durable: false })).stop()
    rmSync(join(dataDir, 'password'))

    const start = room.start({ dataDir, durable: false })

    await expect(start).rejects.toMatchObject({ code: 'password_missing' })
  })

  it('when the user that root lends to PostgreSQL cannot get there', async ({ room, skip }) => {
    skip(!isRoot, 'only root is refused or lends a user')
    mkdirSync(room.path('private'), { mode: 0o700 })

    const start = room.start({ dataDir: join(room.path('private'), 'data') })

    await expect(start).rejects.toMatchObject({
      code: 'data_folder_unreachable',
      details: { path: room.path('private') },
    })
  })

  it('when we may not write there', async ({ room, skip }) => {
    skip(isRoot, 'root may write everywhere')
    mkdirSync(room.path('locked'), { mode: 0o500 })

    const start = room.start({ dataDir: join(room.path('locked'), 'data') })

    await expect(start).rejects.toMatchObject({ code: 'data_folder_unreachable' })
    chmodSync(room.path('locked'), 0o700)
  })

  it('when its disk is full', async ({ room, skip }) => {
    const small = room.path('small')
    mkdirSync(small)
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=1777', 'tmpfs', small])
    skip(mount.status !== 0, 'only root can mount a small disk')

    const start = room.start({ dataDir: join(small, 'data') })

    await expect(start).rejects.toMatchObject({ code: 'disk_full' })
    spawnSync('umount', ['--lazy', small])
  })
})

describe('a start that takes too long', () => {
  it('is given up, and the folder is as free as before', async ({ room }) => {
    const dataDir = room.path('kept')
    await (await room.start({ dataDir, durable: false })).stop()
    // A standby that serves nobody: it waits for a primary that will never come.
    writeFileSync(join(dataDir, 'pgdata', 'standby.signal'), '')

    const start = room.start({ dataDir, settings: { hot_standby: false }, startTimeoutMs: 1500 })

    await expect(start).rejects.toMatchObject({ code: 'start_timeout' })
    expect(processesIn(room.folder)).toEqual([])
    rmSync(join(dataDir, 'pgdata', 'standby.signal'))
    expect(await query((await room.start({ dataDir })).url, 'SELECT 1')).toEqual([1])
  })
})

describe('the log', () => {
  it('is emptied when it is long, and its end is set aside', ({ room }) => {
    const folder = openDataFolder(room.path('kept'), null)
    writeFileSync(folder.log, `${'x'.repeat(1000)}the end`)

    boundLog(folder, 2000)
    boundLog(folder, 500)

    expect(readFileSync(folder.log, 'utf8')).toBe('')
    expect(readFileSync(`${folder.log}.1`, 'utf8')).toBe(`${'x'.repeat(493)}the end`)
  })
})

describe('a port', () => {
  it('that is taken is refused, and the folder can be started on another', async ({ room }) => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const dataDir = room.path('kept')

    const start = room.start({ dataDir, port, durable: false })

    await expect(start).rejects.toMatchObject({
      code: 'port_taken',
      message: expect.stringContaining(String(port)),
    })
    taken.close()
    await once(taken, 'close')
    expect((await room.start({ dataDir, port, durable: false })).port).toBe(port)
  })
})

describe('root', () => {
  it('starts on no folder of a user who does not exist', async ({ room, skip }) => {
    skip(!isRoot, 'only root is refused or lends a user')
    const dataDir = room.path('nobodys')
    mkdirSync(dataDir)
    chownSync(dataDir, 12_345, 12_345)

    const start = room.start({ dataDir })

    await expect(start).rejects.toMatchObject({ code: 'data_folder_unreachable', details: { owner: 12_345 } })
  })

  it('runs PostgreSQL as the owner of the data folder', async ({ room, skip }) => {
    skip(!isRoot, 'only root is refused or lends a user')
    const dataDir = room.path('owned')
    mkdirSync(dataDir)
    const nobody = 65_534
    chownSync(dataDir, nobody, nobody)

    const postgres = await room.start({ dataDir, durable: false })

    expect(readFileSync(`/proc/${postgres.pid}/status`, 'utf8')).toMatch(/^Uid:\s+65534\s+65534/m)
  })
})
