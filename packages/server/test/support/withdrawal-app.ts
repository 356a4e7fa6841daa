import { randomUUID } from 'node:crypto'
import type { LightMyRequestResponse } from 'fastify'
import type { Principal } from '../../src/contract/access.ts'
import type { ShownStaffWithdrawal } from '../../src/contract/approvals.ts'
import { syncDeposit } from '../../src/deposits/deposits.ts'
import { askDueWithdrawals, sendPayout } from '../../src/withdrawals/withdrawals.ts'
import { linkBody } from './bank-accounts.ts'
import {
  type DepositApp,
  type InboxApp,
  type OpenOptions,
  openDeposits,
  openDepositsWithInbox,
  openDepositsWithWebhooks,
} from './deposit-app.ts'

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs

export interface WithdrawalApp extends DepositApp {
  /** A colleague of `finance`, for what takes two. */
  readonly colleague: Principal
  /** Somebody with a bank account, and so much in the wallet. */
  newHolder(amount?: string): Promise<Principal>
  /** Asks for a withdrawal, whatever the answer is. */
  ask(as: Principal, amount?: string, key?: string): Promise<LightMyRequestResponse>
  /** Asks for a withdrawal that is taken on, and answers with its id. */
  withdraw(as: Principal, amount?: string): Promise<string>
  /** As staff see it. */
  seen(id: string): Promise<ShownStaffWithdrawal>
  /** Decides about what `as` sees at this moment. */
  decide(
    as: Principal,
    id: string,
    decision?: 'approve' | 'reject',
    version?: number,
  ): Promise<LightMyRequestResponse>
  /** A withdrawal that everybody it takes has approved. */
  approved(as: Principal, amount?: string): Promise<string>
  /** Does the job that is asked for once a withdrawal is approved. */
  carryOn(id: string): Promise<void>
  /** Moves our clock and the simulator's, and does what the clock asks for then. */
  pass(ms: number): Promise<void>
  /** What the wallet shows: current, held, usable. */
  wallet(as: Principal): Promise<[current: string, held: string, usable: string]>
  /** The provider's id of the payout of a withdrawal that had only one. */
  payoutOf(id: string): Promise<string>
  /** How often the simulator has paid a withdrawal, by its own book, less what came back. */
  timesPaid(id: string): number
}

/** Settings under which a test may withdraw at once, and much. */
export const noCooling: NodeJS.ProcessEnv = {
  EVENKEEL_BANK_ACCOUNT_COOLING_HOURS: '0',
  EVENKEEL_SECURITY_COOLING_HOURS: '0',
  EVENKEEL_WITHDRAWAL_LIMITS: 'ZAR second-factor-above=5000.00; MYR',
}

export async function openWithdrawals(environment: NodeJS.ProcessEnv = {}): Promise<WithdrawalApp> {
  return withWithdrawals(await openDeposits({ environment: { ...noCooling, ...environment } }))
}

/** The same with a worker at work, and webhooks that come in by HTTP. */
export async function openWithdrawalsWithWebhooks(): Promise<WithdrawalApp> {
  return withWithdrawals(await openDepositsWithWebhooks({ environment: noCooling }))
}

/** The same without a worker: webhooks come in, and wait. */
export async function openWithdrawalsWithInbox(options: OpenOptions = {}): Promise<WithdrawalApp & InboxApp> {
  const environment = { ...noCooling, ...options.environment }
  return withWithdrawals(await openDepositsWithInbox({ ...options, environment }))
}

/** What withdrawals need beside deposits: two of staff, and holders of bank accounts. */
export async function withWithdrawals<Base extends DepositApp>(service: Base): Promise<Base & WithdrawalApp> {
  const staff = [service.finance, await service.newPerson(['finance'])] as const
  const post = service.send
  for (const { userId, tenantId } of staff) {
    await service.query(
      "INSERT INTO wallet.user_role (tenant_id, user_id, role) VALUES ($1, $2, 'finance')",
      [tenantId, userId],
    )
  }

  const app: Base & WithdrawalApp = {
    ...service,
    colleague: staff[1],
    carryOn: (id) => sendPayout(service.withdrawals, id),
    async newHolder(amount = '1000000') {
      const owner = await service.newOwner()
      const linked = await post(owner, 'PUT', '/v1/bank-account', { body: linkBody() })
      if (linked.statusCode !== 200) throw new Error(`No bank account was linked: ${linked.body}`)
      if (amount === '0') return owner
      const { id, purchaseId } = await service.deposit(owner, amount)
      service.simulator.payer.pay(purchaseId)
      await syncDeposit(service.deposits, { depositId: id })
      return owner
    },
    ask: (as, amount = '10000', key = randomUUID()) =>
      post(as, 'POST', '/v1/withdrawals', { body: { amount: { amount, currency: 'ZAR' } }, key }),
    async withdraw(as, amount) {
      const answer = await app.ask(as, amount)
      if (answer.statusCode !== 202) throw new Error(`No withdrawal was taken on: ${answer.body}`)
      return answer.json().id
    },
    seen: async (id) => (await post(staff[0], 'GET', `/v1/admin/withdrawals/${id}`)).json(),
    async decide(as, id, decision = 'approve', version) {
      const seen = version ?? (await app.seen(id)).version
      return post(as, 'POST', `/v1/admin/withdrawals/${id}/${decision}`, {
        body: decision === 'reject' ? { reason: 'The holder is not the owner.' } : {},
        headers: { 'if-match': `"${seen}"` },
      })
    },
    async approved(as, amount) {
      const id = await app.withdraw(as, amount)
      for (const person of staff) {
        if (['requested', 'review'].includes((await app.seen(id)).detail)) await app.decide(person, id)
      }
      return id
    },
    async pass(ms) {
      service.clock.advance(ms)
      await service.simulator.advance(ms)
      const { rows } = await service.pool.query<{ id: string }>(
        'SELECT id FROM wallet.withdrawal WHERE tenant_id = $1 AND ask_at <= $2 ORDER BY number',
        [service.finance.tenantId, service.clock.now()],
      )
      if (rows.length === 0) return
      while ((await askDueWithdrawals(service.withdrawals, 100)) === 100);
      for (const { id } of rows) await sendPayout(service.withdrawals, id)
    },
    async wallet(as) {
      const { current, held, usable } = (await post(as, 'GET', '/v1/wallets/ZAR')).json()
      return [current.amount, held.amount, usable.amount]
    },
    async payoutOf(id) {
      const [row] = await service.query('SELECT payout_id FROM wallet.payout WHERE withdrawal_id = $1', [id])
      return String(row?.['payout_id'])
    },
    timesPaid(id) {
      const { book, payout } = service.simulator
      return book.journals
        .filter(
          ({ kind, objectId }) =>
            kind.startsWith('payout') && payout(objectId).reference.startsWith(`withdrawal-${id}-`),
        )
        .flatMap(({ entries }) => entries.filter(({ account }) => account === 'recipients'))
        .reduce((times, { amount }) => times + (amount > 0n ? 1 : -1), 0)
    },
  }
  return app
}
