import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { pathToFileURL } from 'node:url'
import { whenAnAncestorDies } from './ancestors.mjs'
import { pathWithTools } from './node-runtime.mjs'
import { inRoot, root } from './root.mjs'

// Half of what a program of ours takes to start is reading its sources; once read they are kept, for its children too.
const compileCache = { NODE_COMPILE_CACHE: inRoot('.evenkeel/compile-cache') }
const lifeline = pathToFileURL(inRoot('packages/workspace/bootstrap/lifeline.mjs')).href

/**
 * Runs the task and answers with its exit code.
 *
 * The task must not outlive us, however we die. It holds the other end of a pipe (file descriptor 3) that we never
 * write to: when this process ends, even by SIGKILL, the pipe closes and `lifeline.mjs` stops the task. We in turn end
 * when npm or its shell does.
 * @param {string} node
 * @param {import('./tasks.mjs').Task} task
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export function handOver(node, task, args) {
  return new Promise((resolve) => {
    const child = spawn(node, ['--import', lifeline, ...task.run, ...args], {
      cwd: root,
      stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
      env: {
        ...compileCache,
        ...process.env,
        ...task.env,
        PATH: pathWithTools(node),
        EVENKEEL_LIFELINE: '3',
      },
    })

    // A terminal sends Ctrl-C to the task as well; SIGTERM on top of it changes nothing for a task that is stopping,
    // and reaches one that was not in the foreground.
    const stop = () => child.kill('SIGTERM')
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
    const forget = whenAnAncestorDies(stop)

    child.once('error', (error) => {
      console.error(`evenkeel: ${node} could not be started: ${error.message}`)
      resolve(1)
    })
    child.once('exit', (code, signal) => {
      forget()
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeListener(name, stop)
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  })
}
