import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { inRoot } from './root.mjs'

/** @typedef {{ command: string, args: string[], label: string }} Pnpm */

/**
 * The pnpm that `package.json` names: the one installed here, else one on the PATH, else npm fetches it for the moment.
 * Another version is never used: each writes node_modules in its own way.
 * @returns {Pnpm}
 */
export function findPnpm() {
  const version = wantedVersion()
  const label = `pnpm ${version}`

  // Installed by an earlier run, unless the version in package.json has moved since.
  const own = inRoot('node_modules', 'pnpm')
  if (existsSync(`${own}/package.json`) && readJson(`${own}/package.json`)['version'] === version) {
    return { command: process.execPath, args: [`${own}/bin/pnpm.cjs`], label }
  }

  // Asked outside the repository, where pnpm reports itself and not the version that package.json asks for.
  const onPath = spawnSync('pnpm', ['--version'], {
    encoding: 'utf8',
    cwd: '/',
    shell: process.platform === 'win32',
  })
  if (onPath.status === 0 && onPath.stdout.trim() === version) return { command: 'pnpm', args: [], label }

  const retry = ['--fetch-retries=1', '--fetch-retry-mintimeout=2000']
  return { command: 'npx', args: ['--yes', ...retry, `pnpm@${version}`], label: `${label}, fetched by npx` }
}

function wantedVersion() {
  const field = String(readJson(inRoot('package.json'))['packageManager'])
  const match = /^pnpm@(\d+\.\d+\.\d+)/.exec(field)
  if (match?.[1] === undefined)
    throw new Error(`package.json names the package manager "${field}", not pnpm@x.y.z.`)
  return match[1]
}

/**
 * @param {string} file
 * @returns {Record<string, unknown>}
 */
function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}
