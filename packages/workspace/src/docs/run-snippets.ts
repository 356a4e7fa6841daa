import { mkdir, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Finding } from '../repository/finding.ts'
import { runNode } from '../repository/run-program.ts'
import { homeOfBlock } from './check-snippets.ts'
import type { Block, Document } from './read-document.ts'

export interface SnippetRun {
  readonly ran: number
  readonly findings: readonly Finding[]
}

const twoMinutes = 120_000

/** Runs every ```ts run block and compares what it prints with the ```output block right behind it. */
export async function runSnippets(root: string, documents: readonly Document[]): Promise<SnippetRun> {
  const findings: Finding[] = []
  let ran = 0
  for (const { blocks } of documents) {
    for (const [index, block] of blocks.entries()) {
      if (block.language !== 'ts' || !/\brun\b/.test(block.info)) continue
      ran += 1
      findings.push(...(await runBlock(root, block, blocks[index + 1])))
    }
  }
  return { ran, findings }
}

async function runBlock(root: string, block: Block, next: Block | undefined): Promise<Finding[]> {
  const finding = (message: string): Finding[] => [{ file: block.file, line: block.line, message }]
  if (next?.language !== 'output')
    return finding('is run, and no ```output block follows to say what it prints.')

  // The block is run where it was compiled, so that it finds the same packages; Git ignores the folder.
  const folder = join(root, homeOfBlock(block), '.evenkeel')
  const path = join(folder, `snippet-${process.pid}-${block.line}.ts`)
  await mkdir(folder, { recursive: true })
  await writeFile(path, block.code)
  try {
    const { exitCode, output, stdout } = await runNode([path], { limitMs: twoMinutes })
    if (exitCode !== 0) return finding(`ended with ${exitCode}:\n${output.trim()}`)
    if (stdout.trim() === next.code.trim()) return []
    return finding(`prints something else than the document says:\n${stdout.trim()}`)
  } finally {
    await rm(path)
    // Somebody else may keep things in this folder; then it stays.
    await rmdir(folder).catch(() => undefined)
  }
}
