import { inTransaction } from '../../src/database/transaction.ts'
import { enqueue } from '../../src/jobs/enqueue.ts'
import type { StepWorker } from './step-worker.ts'
import { minuteMs, type WithdrawalApp } from './withdrawal-app.ts'

/**
 * Lets the time pass in which every payout ends, with a worker and its clock that live: whoever died is not asked, and
 * nobody helps.
 */
export async function comeToRest(service: WithdrawalApp, worker: StepWorker): Promise<void> {
  for (const minutes of [1, 5, 15, 60, 60]) {
    service.clock.advance(minutes * minuteMs)
    await service.simulator.advance(minutes * minuteMs)
    await service.simulator.idle()
    await inTransaction(service.database.db, (trx) => enqueue(trx, 'sweep-stuck', {}, { tenantId: null }))
    // A job may ask for one of a queue that had been emptied before it.
    for (let times = 0; times < 2; times += 1) await finishJobs(service, worker)
  }
}

/** Does every job there is: the leases of whoever died have run out, and what was to be tried later is due. */
export async function finishJobs(service: WithdrawalApp, worker: StepWorker): Promise<void> {
  await service.query(
    "UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE state <= 'active' AND name <> 'dead'",
  )
  await worker.drain()
}
