import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

const everyMs = 500

/**
 * npm starts a script in a shell, and the `node` that the shell finds may be a second one: pnpm's shim for a package
 * that brings Node. Looked for when this file is loaded, because whoever dies while packages are installed cannot be
 * found afterwards.
 */
const parent = process.ppid
const furtherUp = process.env['npm_lifecycle_event'] === undefined ? [] : upToNpm(parent).slice(1)

/**
 * Calls `then` once when npm, or a shell between npm and us, is gone. Nobody tells a process that its grandparent
 * died, so this looks: a few system calls twice a second.
 * @param {() => void} then
 * @returns {() => void} stops looking
 */
export function whenAnAncestorDies(then) {
  // Outside npm the parent is the person's own shell, which may well go away on purpose (nohup, disown).
  if (process.env['npm_lifecycle_event'] === undefined) return () => {}

  const timer = setInterval(() => {
    if (process.ppid === parent && furtherUp.every(isAlive)) return
    clearInterval(timer)
    then()
  }, everyMs)
  return () => clearInterval(timer)
}

/**
 * The process that is asked about, those above it while they are shells, and the first that is none, which is npm.
 * Some shells replace themselves with the command they run; then there are fewer.
 * @param {number} pid
 * @returns {number[]}
 */
function upToNpm(pid) {
  const { program, ppid } = lookAt(pid)
  const isShell = program !== undefined && /^(sh|bash|dash|zsh|ash|busybox)$/.test(basename(program))
  return isShell && ppid !== undefined && ppid > 0 ? [pid, ...upToNpm(ppid)] : [pid]
}

/**
 * @param {number} pid
 * @returns {{ program?: string, ppid?: number }} empty where the system does not say
 */
function lookAt(pid) {
  try {
    if (process.platform === 'win32') return {}
    if (process.platform === 'linux') {
      // The command line and not the name: the name of a shell that runs the script `node` is `node`.
      const [program = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      return { program, ppid: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) }
    }
    const [ppid = '', program = ''] = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], {
      encoding: 'utf8',
    })
      .trim()
      .split(/\s+/)
    return { program, ppid: Number(ppid) }
  } catch {
    return {}
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
