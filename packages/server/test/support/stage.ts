import { AsyncLocalStorage } from 'node:async_hooks'
import { onTestFinished } from 'vitest'
import { armFailpoints, type FailpointName } from '../../src/failpoints/failpoint.ts'

type Strike = (name: FailpointName) => void | Promise<void>

const stages = new AsyncLocalStorage<{ strike: Strike | undefined }>()

/**
 * Plays on a stage with failpoints of its own. A script waits for PostgreSQL most of its time, so several are played side
 * by side in one process, and what one of them arms must not strike another. Whatever is opened by `play` (a server, a
 * worker) belongs to its stage, requests from outside included.
 */
export async function onStage<T>(play: () => Promise<T>): Promise<T> {
  armFailpoints(strikeOnItsStage)
  onTestFinished(() => {
    armFailpoints(undefined)
    // Were it passed over, crashes would be missed without anybody knowing.
    if (astray !== undefined) throw new Error(`Failpoint ${astray} was reached by something of no stage.`)
  })
  return stages.run({ strike: undefined }, play)
}

/** Says what is to happen at the failpoints that are reached on this stage from now on. */
export function armStage(strike: Strike | undefined): void {
  const stage = stages.getStore()
  if (stage === undefined) throw new Error('Failpoints are armed on a stage: play the script within onStage.')
  stage.strike = strike
}

let astray: FailpointName | undefined

async function strikeOnItsStage(name: FailpointName): Promise<void> {
  const stage = stages.getStore()
  if (stage === undefined) astray = name
  await stage?.strike?.(name)
}
