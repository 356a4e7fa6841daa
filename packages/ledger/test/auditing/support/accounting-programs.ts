import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExportFormat } from '../../../src/export/index.ts'

/** A program of somebody else's that judges a book. */
export interface AccountingProgram {
  readonly name: string
  readonly format: ExportFormat
  readonly command: (file: string) => readonly [program: string, ...words: string[]]
}

export const hledger: AccountingProgram = {
  name: 'hledger',
  format: 'hledger',
  command: (file) => ['hledger', '-f', file, 'check', '-s', 'balancednoautoconversion', 'ordereddates'],
}

export const beancount: AccountingProgram = {
  name: 'beancount',
  format: 'beancount',
  command: (file) => ['bean-check', '--no-cache', file],
}

export const ledgerCli: AccountingProgram = {
  name: 'ledger',
  format: 'ledger',
  command: (file) => ['ledger', '--args-only', '--pedantic', '-f', file, 'balance'],
}

export const programs = [hledger, beancount, ledgerCli]

/** The programs that are installed here. Debian has all three: `apt-get install hledger beancount ledger`. */
export const installed: readonly AccountingProgram[] = await (async () => {
  const found = await Promise.all(
    programs.map(async (program) => ((await run(program.command('/nowhere'))).isThere ? [program] : [])),
  )
  return found.flat()
})()

export function notInstalled({ name }: AccountingProgram): string {
  return `${name} is not installed; Debian has it: apt-get install hledger beancount ledger`
}

/** What a program has to say against a book: null when it accepts it. */
export async function judge(program: AccountingProgram, text: string): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-export-'))
  try {
    const file = join(folder, `book.${program.format}`)
    await writeFile(file, text)
    const { exitCode, output } = await run(program.command(file))
    return exitCode === 0 ? null : output
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export function run([program, ...words]: readonly [string, ...string[]]): Promise<{
  readonly isThere: boolean
  readonly exitCode: number
  readonly output: string
}> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', HOME: tmpdir() }
    execFile(program, words, { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code
      resolve({ isThere: code !== 'ENOENT', exitCode: Number(code), output: `${stdout}${stderr}` })
    })
  })
}
