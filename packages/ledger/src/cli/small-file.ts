import { readFile, rename, rm, writeFile } from 'node:fs/promises'

/** The text of a file; undefined when there is none. */
export async function readSmallFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Replaces a file whole: whoever reads it, after a crash too, finds the old text or the new one. */
export async function replaceSmallFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { flush: true })
  await rename(`${path}.new`, path)
}

export function removeSmallFile(path: string): Promise<void> {
  return rm(path, { force: true })
}
