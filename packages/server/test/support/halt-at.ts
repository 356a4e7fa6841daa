import { onTestFinished } from 'vitest'
import { armFailpoints, type FailpointName } from '../../src/failpoints/failpoint.ts'

/** Whoever comes to a failpoint first stays there until it is told to go on; nobody after it does. */
export function haltAt(name: FailpointName): { readonly reached: Promise<void>; go(): void } {
  const reached = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  onTestFinished(() => armFailpoints(undefined))
  armFailpoints(async (come) => {
    if (come !== name) return
    armFailpoints(undefined)
    reached.resolve()
    await gate.promise
  })
  return { reached: reached.promise, go: gate.resolve }
}
