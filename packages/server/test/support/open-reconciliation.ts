import { randomUUID } from 'node:crypto'
import { startSimulator } from '@evenkeel/revio/simulator'
import { oncePerFile } from '@evenkeel/test-support'
import type { Principal } from '../../src/contract/access.ts'
import { syncDeposit } from '../../src/deposits/deposits.ts'
import { type RunOutcome, reconcile } from '../../src/reconciliation/reconcile.ts'
import { type DepositApp, openDeposits } from './deposit-app.ts'
import { noCooling, type WithdrawalApp, withWithdrawals } from './withdrawal-app.ts'

export interface ReconciliationApp extends DepositApp {
  /** One run, from its beginning to its end. */
  reconcile(): Promise<RunOutcome>
  /** A deposit that the payer has paid and the owner was credited for. */
  paid(owner: Principal, amount?: string, extra?: object): Promise<{ id: string; purchaseId: string }>
  /** Open breaks as `kind object`, in the order of the alphabet. */
  openBreaks(): Promise<string[]>
}

const useSimulator = oncePerFile(
  () =>
    startSimulator({
      seed: randomUUID(),
      virtualClockFrom: new Date('2026-01-01T00:00:00Z'),
      funding: [],
    }),
  (simulator) => simulator.close(),
)

/**
 * The service with the one provider of the test file. The books of all tenants are compared with what it holds, so the
 * tests of a file share its account, as tenants do.
 */
export async function openReconciliation(environment: NodeJS.ProcessEnv = {}): Promise<ReconciliationApp> {
  const simulator = await useSimulator()
  const service = await openDeposits({ simulator, tenant: 'default', environment })
  const neverStops = new AbortController()
  const app: ReconciliationApp = {
    ...service,
    async reconcile() {
      const outcome = await reconcile(service.reconciliation, { signal: neverStops.signal })
      if (outcome === undefined) throw new Error('Only a run that is stopped has no outcome.')
      return outcome
    },
    async paid(owner, amount, extra) {
      const made = await service.deposit(owner, amount, extra)
      service.simulator.payer.pay(made.purchaseId)
      await syncDeposit(service.deposits, { depositId: made.id })
      return made
    },
    async openBreaks() {
      const rows = await service.query(
        'SELECT kind, object_id FROM wallet.break WHERE resolved_at IS NULL ORDER BY kind, object_id',
      )
      return rows.map(({ kind, object_id: object }) => `${kind} ${object}`)
    },
  }
  return app
}

export type WithdrawalReconciliationApp = ReconciliationApp & WithdrawalApp

/** The same, with owners who take out what they have paid in. */
export async function openReconciliationOfWithdrawals(): Promise<WithdrawalReconciliationApp> {
  const service = await openReconciliation(noCooling)
  return { ...(await withWithdrawals(service)), ...service }
}
