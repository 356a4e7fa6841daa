import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitFor } from '@evenkeel/test-support'
import { Client } from 'pg'

/** A pgbouncer of our own. */
export interface Pgbouncer {
  /** The same database, through it. */
  readonly url: string
  stop(): Promise<void>
}

// Debian puts it where ordinary users do not look.
const programs = ['pgbouncer', '/usr/sbin/pgbouncer']

/**
 * Starts Debian's pgbouncer in front of a database, in transaction mode: each transaction, and each statement outside of
 * one, may get another session of PostgreSQL. Undefined where it is not installed.
 */
export async function startPgbouncer(url: string): Promise<Pgbouncer | undefined> {
  const program = programs.find((name) => spawnSync(name, ['--version']).status === 0)
  if (program === undefined) return undefined

  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-pgbouncer-'))
  const port = await freePort()
  const settings = join(folder, 'pgbouncer.ini')
  await writeFile(settings, settingsFor(new Client({ connectionString: url }), port), { mode: 0o600 })
  const user = await lendUser(folder, settings)
  // Ended with us, whatever ends us; setpriv is there wherever Debian's pgbouncer is.
  const bound = ['--pdeathsig', 'TERM', program, '--quiet', settings]
  const child = spawn('setpriv', bound, { stdio: ['ignore', 'ignore', 'pipe'], ...user })
  let said = ''
  child.stderr.on('data', (text) => {
    said += String(text)
  })

  const through = new URL(url)
  through.port = String(port)
  const stop = async (): Promise<void> => {
    await end(child)
    await rm(folder, { recursive: true })
  }
  try {
    await waitFor(() => answers(through.href, child, said), { what: 'pgbouncer to answer' })
  } catch (cause) {
    await stop()
    throw new Error(`pgbouncer did not start: ${said}`, { cause })
  }
  return { url: through.href, stop }
}

function settingsFor({ host, port, database = '', user = '', password }: Client, own: number): string {
  return `
[databases]
${database} = host=${host} port=${port} dbname=${database} user=${user} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 30
max_client_conn = 200
ignore_startup_parameters = extra_float_digits
`
}

/** It refuses to run as root, so root lends it the user that owns nothing. */
async function lendUser(...paths: readonly string[]): Promise<{ uid?: number; gid?: number }> {
  if (process.geteuid?.() !== 0) return {}
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, 'nobody']).stdout))
  if (!uid || !gid) throw new Error('There is no user "nobody" that pgbouncer could run as.')
  for (const path of paths) await chown(path, uid, gid)
  return { uid, gid }
}

async function answers(url: string, child: ChildProcess, said: string): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(said)
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  await client.end()
  return true
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.')
  return address.port
}
