import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a worker asks for the run's PostgreSQL. */
    postgresDesk: string
  }
}

/**
 * The main process owns the server, and the workers ask it for the address. PostgreSQL is started by the first
 * question, so a run of pure tests never waits for one; every worker shares the answer; and the process that
 * started the server is the one that stops it.
 *
 *     worker ──connects──▶ pipe of the main process ──first time──▶ find or start PostgreSQL
 *     worker ◀──one line of JSON: where it is, or why there is none──
 */
export interface PostgresAnswer {
  readonly url: string
  readonly run: number
  readonly howToConnect: string
}

type Reply = { readonly answer: PostgresAnswer } | { readonly problem: string }

export interface PostgresDesk {
  /** Where workers ask. */
  readonly address: string
  close(): Promise<void>
}

export async function openDesk(find: () => Promise<PostgresAnswer>): Promise<PostgresDesk> {
  let reply: Promise<Reply> | undefined
  const server = createServer((worker) => {
    // A worker that went away while it waited needs no answer.
    worker.on('error', () => worker.destroy())
    reply ??= find().then(
      (answer) => ({ answer }),
      (error: unknown) => ({ problem: reasonOf(error) }),
    )
    void reply.then((said) => worker.end(JSON.stringify(said)))
  })

  // The answer may hold a password. A pipe in a folder of mode 0700 is for this user alone; a port is for everybody.
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-'))
  const address =
    process.platform === 'win32' ? `\\\\.\\pipe\\evenkeel-${randomUUID()}` : join(folder, 'postgres')
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, resolve)
  })
  return {
    address,
    close: async () => {
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function askDesk(address: string): Promise<PostgresAnswer> {
  // The only other end of this pipe is `openDesk` above, so what arrives is what it wrote.
  const reply = JSON.parse(await text(connect(address))) as Reply
  if ('problem' in reply) throw new Error(reply.problem)
  return reply.answer
}

// An error does not survive the way through a pipe, so its causes are told as text.
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message} (Reason: ${reasonOf(error.cause)})`
}
