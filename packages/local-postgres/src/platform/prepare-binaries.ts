import { constants, existsSync } from 'node:fs'
import { chmod, cp, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { systemErrorCode } from '../errors/system-error.ts'
import type { PackagedBinaries } from './find-binaries.ts'

type PackagedLink = { readonly source: string; readonly target: string }

const partialPrefix = '.partial-'
const partialLifetimeMs = 60 * 60 * 1000

/**
 * Makes a runnable copy of the packaged PostgreSQL in the cache, once per build, and answers with its folder.
 *
 * It is always copied, although it could often run in place: npm leaves out the links between its libraries
 * when install scripts are refused, and a checkout under a private home cannot be entered by the user that
 * root lends to the server. One path that always works beats two of which one is rarely walked. It costs
 * 60 MB and a fraction of a second, once; file systems with copy-on-write share the blocks.
 *
 * The copy is made under another name and renamed when complete, so that a reader never meets half of it and
 * of two makers the second throws its own away.
 */
export async function prepareBinaries(packaged: PackagedBinaries, cache: string): Promise<string> {
  const target = join(cache, packaged.build)
  if (existsSync(target)) return target
  await removeAbandonedCopies(cache)
  const partial = await mkdtemp(join(cache, partialPrefix))
  try {
    const mode = constants.COPYFILE_FICLONE
    await cp(packaged.folder, partial, { recursive: true, mode, filter: (path) => !path.endsWith('.a') })
    await linkLibraries(partial)
    await openToEveryone(partial)
    await rename(partial, target)
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    const isLostRace = ['ENOTEMPTY', 'EEXIST'].includes(systemErrorCode(error) ?? '')
    if (!isLostRace) throw error
  }
  return target
}

/** The links an install script would have made (`libpq.so.5 -> libpq.so.5.18`), as the package lists them. */
async function linkLibraries(folder: string): Promise<void> {
  // Every build of the packages carries this list, in this shape.
  const links = JSON.parse(await readFile(join(folder, 'pg-symlinks.json'), 'utf8')) as PackagedLink[]
  for (const link of links) {
    const source = join(folder, relative('native', link.source))
    const target = join(folder, relative('native', link.target))
    if (existsSync(target) || !existsSync(source)) continue
    await symlink(relative(dirname(target), source), target)
  }
}

/** A checkout made under a private umask would otherwise give files that the server's user cannot read. */
async function openToEveryone(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const isProgram = entry.isDirectory() || basename(entry.parentPath) === 'bin'
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), isProgram ? 0o755 : 0o644)
  }
}

async function removeAbandonedCopies(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(partialPrefix)) continue
    const found = await stat(join(cache, name)).catch(() => null)
    const isAbandoned = found !== null && Date.now() - found.mtimeMs > partialLifetimeMs
    if (isAbandoned) await rm(join(cache, name), { recursive: true, force: true })
  }
}
