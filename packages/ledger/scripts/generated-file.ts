import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { repositoryRoot } from './schemas.ts'

/** A file that is committed but never written by hand. The path begins at the root of the repository. */
export interface GeneratedFile {
  readonly path: string
  readonly content: string
}

/**
 * Writes the files, or with `--check` compares them and makes the process fail. `command` is what people run to bring them
 * up to date.
 */
export async function settleGenerated(files: readonly GeneratedFile[], command: string): Promise<void> {
  for (const { path, content } of files) {
    if ((await currentContent(path)) === content) {
      console.log(`${path} is up to date`)
    } else if (process.argv.includes('--check')) {
      console.error(`${path} is stale. Run: ${command}`)
      process.exitCode = 1
    } else {
      await mkdir(dirname(join(repositoryRoot, path)), { recursive: true })
      await writeFile(join(repositoryRoot, path), content)
      console.log(`${path} written`)
    }
  }
}

async function currentContent(path: string): Promise<string | undefined> {
  try {
    return (await readFile(join(repositoryRoot, path), 'utf8')).replaceAll('\r\n', '\n')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
