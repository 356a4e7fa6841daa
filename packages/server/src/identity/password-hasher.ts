import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash as argon2, verify } from '@node-rs/argon2'
import { ProblemError } from '../plugins/problem-of.ts'
import { type BoundedQueue, boundedQueue } from './bounded-queue.ts'

export interface PasswordHasher {
  hash(password: string): Promise<string>
  /** Whether the password belongs to the hash. Without a hash it works as long, and the answer is no. */
  matches(hash: string | null | undefined, password: string): Promise<boolean>
  /** Whether a hash was made with other parameters than today's. */
  isOutdated(hash: string): boolean
  readonly queue: BoundedQueue
}

// OWASP's first choice for argon2id. A hash takes 19 MiB and some tens of milliseconds of one core.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 }
const prefix = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`

/**
 * argon2id, at most as many at once as there are cores: more would not be faster, and each holds 19 MiB. It runs beside
 * the event loop, so other routes do not wait. Who finds fifty waiting is told to come back, within microseconds.
 */
export function createPasswordHasher({
  atOnce = availableParallelism(),
  waiting = 50,
}: {
  atOnce?: number
  waiting?: number
} = {}): PasswordHasher {
  const queue = boundedQueue({
    atOnce,
    waiting,
    refuse: () => {
      throw new ProblemError('login_busy', 'Try again in a few seconds.')
    },
  })
  // What an unknown user's password is compared with, so that the answer takes as long as for a known one.
  const nobodys = argon2(randomBytes(32), cost)

  return {
    hash: (password) => queue.run(() => argon2(password, cost)),
    matches: (hash, password) =>
      queue.run(async () => {
        const isMatch = await verify(hash ?? (await nobodys), password)
        return isMatch && hash != null
      }),
    isOutdated: (hash) => !hash.startsWith(prefix),
    queue,
  }
}
