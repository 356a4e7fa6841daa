import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { root } from './root.ts'

export interface ProgramRun {
  readonly exitCode: number
  /** What it wrote on both streams, in the order in which it came. */
  readonly output: string
  readonly stdout: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** A program that hangs would hang the whole run: it is killed, and says so. */
  readonly limitMs?: number
}

const tenMinutes = 600_000

/** Runs a program to its end without a terminal, with this workspace's programs first on the PATH. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { cwd = root, env = {}, limitMs = tenMinutes }: RunOptions = {},
): Promise<ProgramRun> {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, PATH: pathWithTools(), NO_COLOR: '1', CI: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const limit = setTimeout(() => {
    output += `\n${program} ran for more than ${limitMs / 1000} s and was stopped.`
    child.kill('SIGKILL')
    // What it started may still hold the streams open; nobody reads them any more.
    child.stdout.destroy()
    child.stderr.destroy()
  }, limitMs)
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once('error', (cause) => reject(new Error(`${program} could not be started.`, { cause })))
      child.once('close', (code) => resolve(code ?? 1))
    })
    return { exitCode, output, stdout }
  } finally {
    clearTimeout(limit)
  }
}

/** Runs a TypeScript or JavaScript file under the Node that runs this process, on the source of our packages. */
export function runNode(args: readonly string[], options?: RunOptions): Promise<ProgramRun> {
  return runProgram(process.execPath, ['--conditions=@evenkeel/source', ...args], options)
}

function pathWithTools(): string {
  const tools = join(root, 'node_modules/.bin')
  return [dirname(process.execPath), tools, process.env['PATH'] ?? ''].join(delimiter)
}
