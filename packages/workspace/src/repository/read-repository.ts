import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Repository, RepositoryFile } from './repository.ts'

const run = promisify(execFile)

/**
 * What Git tracks plus what it would track: a new file is checked before it is committed, and nothing that
 * `.gitignore` names is looked at.
 */
export async function readRepository(root: string): Promise<Repository> {
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  })
  const paths = [...new Set(stdout.split('\0').filter((path) => path !== ''))]
  const files = await Promise.all(
    paths.map(async (path) => [path, await readText(join(root, path))] as const),
  )
  return { files: new Map(files.flatMap(([path, file]) => (file === undefined ? [] : [[path, file]]))) }
}

async function readText(path: string): Promise<RepositoryFile | undefined> {
  try {
    const content = await readFile(path)
    const isText = !content.subarray(0, 8192).includes(0)
    return { text: isText ? content.toString('utf8') : '', bytes: content.length }
  } catch (error) {
    // Git still lists a file that was deleted and not yet staged, and lists a link to a folder as a file.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR'))
      return
    throw error
  }
}
