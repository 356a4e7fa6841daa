import type { JobHandler } from '../jobs/job-handler.ts'

/** A kind of row that waits for a gateway, as the sweeper sees it. */
export interface StuckRows {
  /** In the log. */
  readonly kind: string
  /** Asks again about what is due, at most so many, and answers with how many that were. */
  ask(limit: number): Promise<number>
}

const batch = 100

/** Asks again about everything that waits for a gateway and whose time has come: a lost webhook only delays. */
export function sweepStuck(kinds: readonly StuckRows[]): JobHandler<'sweep-stuck'> {
  return async (_payload, { logger, signal }) => {
    for (const { kind, ask } of kinds) {
      let asked = batch
      while (asked === batch && !signal.aborted) {
        asked = await ask(batch)
        if (asked > 0) logger.info({ kind, asked }, 'asked the gateway again')
      }
    }
  }
}
