import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

const everyMs = 500

/**
 * Calls `then` once when npm, or the shell npm runs scripts in, is gone. Nobody tells a process that its grandparent
 * died, so this looks: two system calls twice a second.
 * @param {() => void} then
 * @returns {() => void} stops looking
 */
export function whenAnAncestorDies(then) {
  // Outside npm the parent is the person's own shell, which may well go away on purpose (nohup, disown).
  if (process.env['npm_lifecycle_event'] === undefined) return () => {}
  const parent = process.ppid
  // Some shells replace themselves with the command they run: then the parent is npm already.
  const { name, ppid } = lookAt(parent)
  const npm = name !== undefined && /^(sh|bash|dash|zsh|ash|busybox)$/.test(name) ? ppid : undefined

  const timer = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || isAlive(npm))) return
    clearInterval(timer)
    then()
  }, everyMs)
  return () => clearInterval(timer)
}

/**
 * @param {number} pid
 * @returns {{ name?: string, ppid?: number }} empty where the system does not say
 */
function lookAt(pid) {
  try {
    if (process.platform === 'win32') return {}
    if (process.platform === 'linux') {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      return {
        name: /^Name:\s+(.+)$/m.exec(status)?.[1] ?? '',
        ppid: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]),
      }
    }
    const [ppid = '', path = ''] = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], {
      encoding: 'utf8',
    })
      .trim()
      .split(/\s+/)
    return { name: basename(path), ppid: Number(ppid) }
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
