import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname } from 'node:path'
import { inRoot } from './root.mjs'

/** @typedef {{ ok: true, path: string } | { ok: false, message: string }} FoundNode */

const install = 'Install Node 24 from https://nodejs.org, then run the same command again.'

/**
 * This folder itself needs Node 20; what it hands over to brings its own.
 * @param {string} version
 * @returns {string | undefined} why this Node cannot run even the installer
 */
export function oldestNode(version) {
  const major = Number(version.split('.')[0])
  return major >= 20
    ? undefined
    : `Node ${version} is too old to install the workspace, which needs 20. ${install}`
}

/**
 * The Node that runs every task. The registry carries Node itself as a package, so that all contributors and CI run
 * the version in `package.json` whatever the machine has. `EVENKEEL_NODE=system` asks for the machine's own instead:
 * that is how CI tests the other versions we support.
 * @returns {FoundNode}
 */
export function workspaceNode(env = process.env) {
  const pinned = inRoot('node_modules', `node-${platformName()}-${process.arch}`, 'bin', `node${exe()}`)
  if (env['EVENKEEL_NODE'] !== 'system' && existsSync(pinned)) return { ok: true, path: pinned }

  // npm puts node_modules/.bin first on the PATH, so `process.execPath` may be the pinned Node; npm's own is not.
  const system = env['npm_node_execpath'] ?? process.execPath
  const version = system === process.execPath ? process.versions.node : versionOf(system)
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return { ok: true, path: system }
  return {
    ok: false,
    message: `The workspace's own Node is not used here (${process.platform} ${process.arch}), and ${version} is older than 22.18. ${install}`,
  }
}

/**
 * The PATH on which a task finds `node`, `pnpm` and the other tools: this workspace's before the machine's.
 * @param {string} node
 */
export function pathWithTools(node, env = process.env) {
  return [dirname(node), inRoot('node_modules', '.bin'), env['PATH'] ?? ''].join(delimiter)
}

/** @param {string} node */
const versionOf = (node) => execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim()
const platformName = () => (process.platform === 'win32' ? 'win' : process.platform)
const exe = () => (process.platform === 'win32' ? '.exe' : '')
