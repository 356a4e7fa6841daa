import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { deserialize, serialize } from 'node:v8'
import type { Simulator, WorldMemory } from '@evenkeel/revio/simulator'
import { exitCodes } from '../processes/exit-codes.ts'
import { StartError } from '../processes/start-error.ts'

const everyMs = 1_000

/** What the provider of the last start wrote down; nothing at the first start. */
export function readMemory(file: string): WorldMemory | undefined {
  try {
    return deserialize(readFileSync(file))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new StartError(
      exitCodes.unexpected,
      `${file}, in which the simulator of the payment provider remembers, cannot be read. Without that file it starts anew, and its book differs from ours.`,
      { cause: error },
    )
  }
}

/** Writes down what the provider knows; answers with what ends it, after a last time. A killed process has lost a second at most. */
export function keepRemembering(simulator: Simulator, file: string): () => void {
  let written = -1
  const remember = (): void => {
    const age = simulator.requests.length + simulator.book.journals.length
    if (age === written) return
    writeFileSync(`${file}.new`, serialize(simulator.remember()), { mode: 0o600 })
    renameSync(`${file}.new`, file)
    written = age
  }
  const timer = setInterval(remember, everyMs)
  return () => {
    clearInterval(timer)
    remember()
  }
}
