import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it, vi } from 'vitest'

const fixtures = join(import.meta.dirname, 'fixtures')
const running = new Set<ChildProcess>()
const tasks = new Set<number>()

afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
  // A task that was not stopped as it should would hold the terminal, or the pipe, of the whole run for ever.
  for (const pid of tasks) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
  tasks.clear()
})

const command = [process.execPath, join(fixtures, 'hand-over.mjs'), join(fixtures, 'task.mjs')]

/** Starts the bootstrap's last step on a task. */
function start(file: string, args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  running.add(child)
  return child
}

const startTask = (...args: string[]): ChildProcess => start(process.execPath, [...command.slice(1), ...args])

function lines(child: ChildProcess): AsyncIterator<string> {
  if (child.stdout === null) throw new Error('The fixture has no standard output.')
  return createInterface({ input: child.stdout })[Symbol.asyncIterator]()
}

async function taskPid(output: AsyncIterator<string>): Promise<number> {
  const { value } = await output.next()
  const pid = Number(String(value).replace('pid ', ''))
  tasks.add(pid)
  return pid
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
const gone = (pid: number) => vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 5_000 })

it('answers with the exit code of the task', async () => {
  const child = startTask('exit', '3')

  expect(await once(child, 'exit')).toEqual([3, null])
})

it('lets the task stop in its own way on SIGTERM', async () => {
  const child = startTask()
  const output = lines(child)
  await taskPid(output)

  child.kill('SIGTERM')

  expect((await output.next()).value).toBe('stopped')
  expect(await once(child, 'exit')).toEqual([0, null])
})

it('stops the task when it is killed with SIGKILL itself', async () => {
  const child = startTask()
  const output = lines(child)
  const pid = await taskPid(output)

  child.kill('SIGKILL')

  expect((await output.next()).value).toBe('stopped')
  await gone(pid)
})

describe('under npm', () => {
  const nodes = { Node: process.execPath, "pnpm's shim for Node": join(fixtures, 'shim/node') }

  it.each(Object.entries(nodes))(
    'stops the task when npm is killed and its shell and %s remain',
    async (_, node) => {
      const likeNpm = `require('node:child_process').spawn('sh', ['-c', process.argv[1]], { stdio: 'inherit' })`
      const npm = start(process.execPath, ['-e', likeNpm, inShell(node)], underNpm)
      const output = lines(npm)
      const pid = await taskPid(output)

      npm.kill('SIGKILL')

      expect((await output.next()).value).toBe('stopped')
      await gone(pid)
    },
  )

  it.each(Object.entries(nodes))(
    'stops the task when the shell in which npm runs %s is killed',
    async (_, node) => {
      const shell = start('sh', ['-c', inShell(node)], underNpm)
      const output = lines(shell)
      const pid = await taskPid(output)

      shell.kill('SIGKILL')

      expect((await output.next()).value).toBe('stopped')
      await gone(pid)
    },
  )

  // The trailing command keeps the shell from replacing itself with its only command.
  const inShell = (node: string): string => `${[node, ...command.slice(1)].join(' ')}; exit $?`
  const underNpm = { npm_lifecycle_event: 'start', REAL_NODE: process.execPath }
})
