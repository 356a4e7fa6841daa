import { expect, it } from 'vitest'
import { runNode, runProgram } from '../src/repository/run-program.ts'

it('gives the exit code and what was written on each stream', async () => {
  const run = await runNode(['--eval', "console.log('out'); console.error('err'); process.exitCode = 3"])

  expect(run).toMatchObject({ exitCode: 3, stdout: 'out\n' })
  expect(run.output.split('\n').sort()).toEqual(['', 'err', 'out'])
})

it('stops a program that does not end, and says so', async () => {
  const run = await runNode(['--eval', 'setInterval(() => {}, 1000)'], { limitMs: 200 })

  expect(run.exitCode).not.toBe(0)
  expect(run.output).toContain('ran for more than 0.2 s and was stopped')
})

it('names the program that cannot be started', async () => {
  await expect(runProgram('evenkeel-no-such-program', [])).rejects.toThrow(
    'evenkeel-no-such-program could not be started.',
  )
})
