import { AsyncLocalStorage } from 'node:async_hooks'

/** On whose behalf the database is written to. The audit trail names both. */
export interface Act {
  /** user:<id>, job:<name> or anonymous. */
  actor: string
  readonly requestId?: string
  /** The trace that the request belongs to, where its caller sent one that is well formed (W3C Trace Context). */
  readonly traceparent?: string
}

const acts = new AsyncLocalStorage<Act>()

/** Everything that `work` writes, however far below, is recorded as this act. */
export function actAs<T>(act: Act, work: () => T): T {
  return acts.run(act, work)
}

export function currentAct(): Act | undefined {
  return acts.getStore()
}
