import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LocalPostgresError } from '../errors/local-postgres-error.ts'
import type { DataFolder } from './data-folder.ts'
import { isAlive, isHeard, type Lease, say } from './lease.ts'

const heartbeatMs = 200
const stopTimeoutMs = 15_000
const answerPrefix = 'goodbye.'

/** One user's share in a server. */
export type Membership = {
  /** Fulfilled when no process of the server is left, whoever ended it. */
  readonly ended: Promise<void>
  /**
   * Gives the share back. Fulfilled once the server has ended (true), or at once when others still use it
   * (false).
   */
  leave(): Promise<boolean>
  /** Gives the share back without a word. */
  release(): void
}

/**
 * Holds a writing end of the lease until told to leave. While it is held the server stays up; every so often
 * an empty line tells whether it is still there. Nothing here keeps the host process alive.
 */
export function holdMembership(folder: DataFolder, lease: Lease, writer: number): Membership {
  const { promise: ended, resolve: markEnded } = Promise.withResolvers<void>()
  const heartbeat = setInterval(() => {
    if (isHeard(writer)) return
    release()
    markEnded()
  }, heartbeatMs).unref()
  let isHeld = true
  function release(): void {
    if (isHeld) closeSync(writer)
    isHeld = false
    clearInterval(heartbeat)
  }

  async function leave(): Promise<boolean> {
    const hasEnded = !isHeld || (await sayGoodbye(folder, lease, writer, release))
    if (hasEnded) markEnded()
    return hasEnded
  }
  return { ended, leave, release }
}

/**
 * Closing the writing end is enough to leave. But whoever stops a server wants to know when it has ended, and
 * only the keeper knows whether others remain: it answers a goodbye with a file when they do.
 */
async function sayGoodbye(
  folder: DataFolder,
  lease: Lease,
  writer: number,
  release: () => void,
): Promise<boolean> {
  const name = randomBytes(6).toString('hex')
  const answer = goodbyeAnswer(folder, name)
  say(writer, name)
  release()
  const startMs = Date.now()
  for (let look = 1; Date.now() - startMs < stopTimeoutMs; look++) {
    if (existsSync(answer)) {
      rmSync(answer, { force: true })
      return false
    }
    if (!existsSync(lease.path)) return true
    // A keeper that was killed removes nothing. This is asked rarely, because whoever asks looks, for the
    // blink of an eye, like one more user.
    if (look % 25 === 0 && !isAlive(lease)) return true
    await sleep(10)
  }
  throw new LocalPostgresError(
    'stop_timeout',
    `The PostgreSQL in ${folder.path} has not ended ${stopTimeoutMs / 1000} s after it was told to. ` +
      `See ${folder.log}.`,
    { dataDir: folder.path, logFile: folder.log },
  )
}

export function goodbyeAnswer(folder: DataFolder, name: string): string {
  return join(folder.path, answerPrefix + name)
}

/** Removes the answers that nobody fetched, because whoever had said goodbye was killed before. */
export function removeOldAnswers(folder: DataFolder): void {
  const answers = readdirSync(folder.path).filter((name) => name.startsWith(answerPrefix))
  for (const name of answers) rmSync(join(folder.path, name), { force: true })
}

/**
 * What is said becomes part of a file name, so it is believed only in the shape that `sayGoodbye` gives it.
 */
export function isGoodbye(words: string): boolean {
  return /^[0-9a-f]{12}$/.test(words)
}
