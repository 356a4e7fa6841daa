import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { explainInstallFailure } from './explain-install-failure.mjs'
import { findPnpm } from './find-pnpm.mjs'
import { inRoot, root } from './root.mjs'

/** @typedef {{ ok: true } | { ok: false, message: string }} Installed */

const stamp = inRoot('node_modules', '.evenkeel-installed')

/**
 * Installs when anything that decides what is installed has changed since the last time; reading eight small files
 * is all a later run pays.
 * @returns {Promise<Installed>}
 */
export async function installWhenStale() {
  const wanted = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { ok: true }

  const started = Date.now()
  const pnpm = findPnpm()
  console.error(`evenkeel: installing the packages of pnpm-lock.yaml with ${pnpm.label} ...`)
  const { code, output } = await run(pnpm, [
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
    '--reporter=append-only',
    // Already the version that package.json names: pnpm need not look for another.
    '--config.manage-package-manager-versions=false',
    '--config.fetch-retries=1',
    '--config.fetch-retry-mintimeout=2000',
  ])
  if (code !== 0) return { ok: false, message: explainInstallFailure(output) }

  writeFileSync(stamp, wanted)
  console.error(`evenkeel: installed in ${Math.round((Date.now() - started) / 1000)} s.`)
  return { ok: true }
}

/** One hash over everything that decides what `pnpm install` does here. */
function fingerprint() {
  const manifests = ['packages', 'examples']
    .filter((folder) => existsSync(inRoot(folder)))
    .flatMap((folder) => readdirSync(inRoot(folder)).map((name) => inRoot(folder, name, 'package.json')))
    .filter((file) => existsSync(file))
    .sort()
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${root}`)
  for (const file of [
    inRoot('package.json'),
    inRoot('pnpm-lock.yaml'),
    inRoot('pnpm-workspace.yaml'),
    ...manifests,
  ]) {
    hash.update(file).update(readFileSync(file))
  }
  return hash.digest('hex')
}

/**
 * Shows the installer's lines as they come and keeps the last of them to explain a failure.
 * @param {import('./find-pnpm.mjs').Pnpm} pnpm
 * @param {string[]} args
 * @returns {Promise<{ code: number, output: string }>}
 */
function run(pnpm, args) {
  return new Promise((resolve) => {
    const child = spawn(pnpm.command, [...pnpm.args, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      // Corepack's and pnpm's own version switching would fetch a second pnpm.
      env: {
        ...process.env,
        npm_config_manage_package_manager_versions: 'false',
        CI: process.env['CI'] ?? 'true',
      },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', (/** @type {string} */ text) => {
        output = (output + text).slice(-20_000)
        process.stderr.write(text)
      })
    }
    child.once('error', (error) => resolve({ code: 1, output: `${output}\n${error.message}` }))
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
