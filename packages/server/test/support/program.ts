import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export interface Program {
  readonly child: ChildProcess
  readonly pid: number
  /** Everything it has written so far, to either stream. */
  output(): string
  /** Fulfilled with the exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | string>
}

const whereThingsAre = Object.fromEntries(
  ['PATH', 'HOME', 'NODE_COMPILE_CACHE'].map((name) => [name, process.env[name]]),
)

/** Starts a file of `src` as a process of its own, with nothing of our environment but where things are. */
export function startProgram(
  file: string,
  {
    args = [],
    environment = {},
    cwd,
  }: { args?: string[]; environment?: NodeJS.ProcessEnv; cwd?: string } = {},
): Program {
  const path = fileURLToPath(new URL(`../../src/${file}`, import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@evenkeel/source', path, ...args], {
    env: { ...whereThingsAre, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd !== undefined && { cwd }),
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { child, pid: Number(child.pid), output: () => output, ended }
}
