import { spawn } from 'node:child_process'
import { it } from 'vitest'

it('leaves a child process', () => {
  // It ends by itself once the run has had ample time to notice it.
  spawn(process.execPath, ['--eval', 'setTimeout(() => {}, 20_000)'], { stdio: 'ignore' }).unref()
})
