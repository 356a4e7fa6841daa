import { mkdir, readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Manifest } from '../repository/manifests.ts'
import { runProgram } from '../repository/run-program.ts'

/** What a user downloads: the file, and what is in it. */
export interface Tarball {
  readonly manifest: Manifest
  readonly path: string
  /** Text by path inside the package. */
  readonly files: ReadonlyMap<string, string>
}

export async function packPackage(root: string, manifest: Manifest, folder: string): Promise<Tarball> {
  const own = join(folder, basename(manifest.folder))
  await mkdir(own, { recursive: true })
  const packed = await runProgram('pnpm', ['pack', '--pack-destination', own], {
    cwd: join(root, manifest.folder),
  })
  const name = (await readdir(own)).find((file) => file.endsWith('.tgz'))
  if (packed.exitCode !== 0 || name === undefined) {
    throw new Error(`${manifest.name} could not be packed:\n${packed.output.trim()}`)
  }
  const unpacked = await runProgram('tar', ['-xzf', name], { cwd: own })
  if (unpacked.exitCode !== 0) throw new Error(`${name} could not be unpacked:\n${unpacked.output.trim()}`)
  return { manifest, path: join(own, name), files: await readFiles(join(own, 'package')) }
}

async function readFiles(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files = paths.map(
    async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const,
  )
  return new Map(await Promise.all(files))
}
