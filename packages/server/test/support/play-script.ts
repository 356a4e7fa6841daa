import type { LightMyRequestResponse } from 'fastify'
import type { Principal } from '../../src/contract/access.ts'
import { syncDeposit } from '../../src/deposits/deposits.ts'
import { sweepStuck } from '../../src/handlers/sweep-stuck.ts'
import { askDueDeposits } from '../../src/reconciliation/ask-due-deposits.ts'
import { reconcile } from '../../src/reconciliation/reconcile.ts'
import type { DepositApp } from './deposit-app.ts'
import type { Happening } from './deposit-script.ts'
import { armStage } from './stage.ts'
import type { StepWorker } from './step-worker.ts'

const minuteMs = 60_000

/** What a process that died leaves behind in the test: nothing of it is caught by the service, or believed. */
class Crash extends Error {}

export interface PlayOptions {
  /** What a crash is; the death of the process where nothing else is said. */
  readonly strike?: () => Promise<void>
}

/** Lets one thing after the other happen to the deposits of one owner, as the script says, on the stage of the service. */
export async function playScript(
  service: DepositApp,
  worker: StepWorker,
  script: readonly Happening[],
  { strike }: PlayOptions = {},
): Promise<Principal> {
  const { simulator, clock } = service
  const owner = await service.newOwner()
  const deposits: { id: string; purchaseId: string }[] = []
  const chosen = (which: number): { id: string; purchaseId: string } | undefined =>
    deposits[which % Math.max(deposits.length, 1)]
  // A webhook may be what is struck, while the script goes on: whoever comes next waits until everything is back.
  let blow: Promise<void> | undefined
  const signal = new AbortController().signal
  const context = { jobId: 'script', attempt: 1, tenantId: null, signal, logger: service.logger }
  const sweepDeposits = sweepStuck([
    {
      kind: 'deposit',
      ask: (limit, until) => askDueDeposits(service.reconciliation, { limit, signal: until }),
    },
  ])

  /** Asks, and asks again with the same key as a caller does who got no answer. */
  async function insist(as: Principal, path: string, body: object): Promise<LightMyRequestResponse> {
    const key = `${path}:${deposits.length}:${owner.userId}:${clock.now().getTime()}`
    let answer = await service.send(as, 'POST', path, { body, key })
    for (let tries = 0; tries < 5 && answer.statusCode >= 500; tries += 1) {
      await blow
      // Longer than the lease of whoever died over it.
      clock.advance(31_000)
      answer = await service.send(as, 'POST', path, { body, key })
    }
    return answer
  }

  async function happen(one: Happening): Promise<void> {
    switch (one.what) {
      case 'deposit': {
        const amount = { amount: String(one.amount), currency: 'ZAR' }
        const answer = await insist(owner, '/v1/deposits', { amount, capture: one.capture })
        const { id, checkout_url: url } = answer.json()
        const purchaseId = /\/p\/([0-9a-f-]{36})\//.exec(String(url))?.[1]
        if (purchaseId !== undefined) deposits.push({ id, purchaseId })
        return
      }
      case 'time passes':
        clock.advance(one.minutes * minuteMs)
        return simulator.advance(one.minutes * minuteMs)
      case 'crash':
        armStage(async (name) => {
          if (name !== one.at) return
          armStage(undefined)
          if (strike !== undefined) {
            blow = strike()
            return blow
          }
          worker.die()
          throw new Crash(`Died at ${name}.`)
        })
        return
      case 'reply fails':
        simulator.arm({ fault: one.fault, on: one.on })
        return
      case 'webhook fails':
        // What the provider says when it is asked has to be true: somebody has to be.
        simulator.arm({
          fault: one.fault,
          on: one.fault.startsWith('wrong') ? 'purchase.paid' : '*',
          delayMs: 10 * minuteMs,
        })
        return
      case 'deliver again': {
        const delivery = simulator.deliveries[simulator.deliveries.length - 1 - one.which]
        if (delivery !== undefined) simulator.replay(delivery.id)
        return simulator.idle()
      }
      case 'work':
        return worker.drain()
      case 'sweep':
        return sweepDeposits({}, context)
      case 'reconcile':
        await reconcile(service.reconciliation, { signal })
        return
      default:
        await happenTo(one, chosen(one.which))
    }
  }

  async function happenTo(
    one: Extract<Happening, { which: number }>,
    deposit: { id: string; purchaseId: string } | undefined,
  ): Promise<void> {
    if (deposit === undefined) return
    const { id, purchaseId } = deposit
    const path = `/v1/admin/deposits/${id}`
    switch (one.what) {
      case 'pay':
        simulator.payer.pay(purchaseId)
        break
      case 'decline':
        simulator.payer.decline(purchaseId)
        break
      case 'charge back':
        // What is left after a penalty is ours; a bank that takes that as well leaves a break to staff.
        if (simulator.purchase(purchaseId).refundable_amount > 0 && !(await hasPenalty(service, id)))
          simulator.payer.chargeBack(purchaseId)
        break
      case 'look':
        await syncDeposit(service.deposits, { depositId: id })
        break
      case 'refund': {
        await worker.drain()
        const { credited } = (await service.send(owner, 'GET', `/v1/deposits/${id}`)).json()
        const part = BigInt(credited?.amount ?? 0) / BigInt(one.part)
        if (part === 0n) return
        await insist(service.finance, `${path}/refund`, {
          amount: { amount: String(part), currency: 'ZAR' },
          penalty_bps: one.penaltyBps,
          reason: 'The script says so',
        })
        break
      }
      case 'capture':
      case 'release':
        await worker.drain()
        await insist(service.finance, `${path}/${one.what}`, {})
        break
      default:
        return
    }
    await simulator.idle()
  }

  for (const one of script) {
    await blow
    try {
      await happen(one)
    } catch (error) {
      // A job or a request that died. Whoever comes next goes on.
      if (strike === undefined && !isExpected(error)) throw error
    }
  }
  await blow
  await comeToRest(service, worker, deposits)
  return owner
}

async function hasPenalty(service: DepositApp, depositId: string): Promise<boolean> {
  const kept = await service.query(
    "SELECT FROM wallet.refund WHERE deposit_id = $1 AND status = 'completed' AND penalty > 0",
    [depositId],
  )
  return kept.length > 0
}

/** What only a failing provider or a dying process can bring about. */
function isExpected(error: unknown): boolean {
  return error instanceof Crash || (error instanceof Error && error.name.startsWith('Revio'))
}

/** The faults are over, the webhooks that are to come have come, the time that has to pass has passed. */
async function comeToRest(
  service: DepositApp,
  worker: StepWorker,
  deposits: readonly { id: string; purchaseId: string }[],
): Promise<void> {
  const { simulator, clock } = service
  armStage(undefined)
  simulator.clearFaults()
  for (const { id, purchaseId } of deposits) {
    const { status } = simulator.purchase(purchaseId)
    if (status === 'hold')
      await service.send(service.finance, 'POST', `/v1/admin/deposits/${id}/release`, { body: {} })
    else simulator.payer.decline(purchaseId)
  }
  await simulator.advance(60 * minuteMs)
  clock.advance(61 * minuteMs)
  // Leases have run out, and what was to be tried later is due.
  await service.query(
    "UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE state <= 'active' AND name <> 'dead'",
  )
  await worker.drain()
  const signal = new AbortController().signal
  await reconcile(service.reconciliation, { signal })
  // What is over is not asked for again: the next script has only its own deposits to do with.
  clock.advance(200 * 24 * 60 * minuteMs)
}
