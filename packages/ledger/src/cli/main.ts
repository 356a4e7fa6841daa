#!/usr/bin/env node
import { run } from './run.ts'

// Whoever reads only the beginning, as `head` does, closes the pipe. That is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})

process.exitCode = await run(process.argv.slice(2), process.env, {
  out: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
  err: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
})
