import { refuseAll, refuseField } from '../wire/api-error.ts'
import { fieldsOf, type Json } from '../wire/wire-json.ts'
import type { WireAttempt, WirePayout } from '../wire/wire-types.ts'
import type { BookEntry } from './book.ts'
import { isPayoutMethod, newWirePayout, payoutMethods } from './new-payout.ts'
import { bookOf, emit, nowSeconds, type PayoutRecord, type World } from './world.ts'

/** What becomes of an executed payout. `taken_back` is a success that the bank returns later. */
export type PayoutEnd = 'success' | 'failure' | 'taken_back'

const executableForMs = 15 * 60_000

/** Registers a payout. Moves nothing. */
export function createPayout(world: World, body: Json, isTest: boolean): PayoutRecord {
  const record: PayoutRecord = { wire: newWirePayout(world, body, isTest) }
  world.payouts.set(record.wire.id, record)
  tell(world, record, 'payout.created')
  return record
}

export function findPayout(world: World, id: string, isTest: boolean): PayoutRecord {
  const record = world.payouts.get(id)
  if (record === undefined || record.wire.is_test !== isTest) throw refuseAll(404, 'not_found', 'Not found.')
  return record
}

/** Sends the money on its way. A payout in `error` may be executed again; any other only once. */
export function executePayout(
  world: World,
  record: PayoutRecord,
  fields: Json,
  plan: { waitMs: number; end: PayoutEnd },
): void {
  const { wire } = record
  if (wire.status !== 'initialized' && wire.status !== 'error') {
    throw refuseAll(400, 'payout_execute_wrong_status', `A payout that is ${wire.status} cannot be executed.`)
  }
  if (world.clock.now() > wire.created_on * 1000 + executableForMs) {
    throw refuseAll(400, 'payout_execution_expired', 'A payout can be executed for fifteen minutes.')
  }
  requireFields(wire, fields)
  const needed = BigInt(wire.payment.amount) + world.settings.fees.payoutFixed
  if (bookOf(world, wire).balance('merchant', wire.payment.currency) < needed) {
    throw refuseAll(400, 'insufficient_balance', 'The balance does not cover this payout and its fee.')
  }
  reserve(world, record)
  moveTo(world, record, 'pending')
  tell(world, record, 'payout.pending')
  const finish = (): void => finishPayout(world, record, plan.end)
  if (plan.waitMs === 0) finish()
  else world.clock.at(world.clock.now() + plan.waitMs, async () => finish())
}

/** Ends well what was on its way when its world stood still. */
export function resumePayout(world: World, record: PayoutRecord): void {
  if (record.wire.status !== 'pending') return
  world.clock.at(world.clock.now(), async () => finishPayout(world, record, 'success'))
}

function finishPayout(world: World, record: PayoutRecord, end: PayoutEnd): void {
  if (end === 'failure') {
    giveBack(world, record, 'payouts_pending')
    return
  }
  const { wire } = record
  const { amount: value, currency } = wire.payment
  post(world, record, 'payout', [
    { account: 'payouts_pending', currency, amount: -BigInt(value) },
    { account: 'recipients', currency, amount: BigInt(value) },
  ])
  wire.payment.paid_on = nowSeconds(world)
  wire.payment.remote_paid_on = nowSeconds(world)
  addAttempt(world, record, null)
  moveTo(world, record, 'success')
  tell(world, record, 'payout.success')
  if (end !== 'taken_back') return
  world.clock.at(world.clock.now() + world.settings.payoutMs, async () =>
    giveBack(world, record, 'recipients'),
  )
}

function reserve(world: World, record: PayoutRecord): void {
  const { payment } = record.wire
  const fee = world.settings.fees.payoutFixed
  const { currency } = payment
  payment.fee_amount = Number(fee)
  payment.net_amount = payment.amount
  post(world, record, 'payout_reserved', [
    { account: 'merchant', currency, amount: -(BigInt(payment.amount) + fee) },
    { account: 'payouts_pending', currency, amount: BigInt(payment.amount) },
    { account: 'fees', currency, amount: fee },
  ])
}

function giveBack(world: World, record: PayoutRecord, from: 'payouts_pending' | 'recipients'): void {
  const { payment } = record.wire
  const { currency } = payment
  const fee = BigInt(payment.fee_amount)
  // A payout that did not arrive costs nothing: the fee comes back with the money.
  post(world, record, 'payout_returned', [
    { account: from, currency, amount: -BigInt(payment.amount) },
    { account: 'fees', currency, amount: -fee },
    { account: 'merchant', currency, amount: BigInt(payment.amount) + fee },
  ])
  payment.fee_amount = 0
  payment.paid_on = null
  payment.remote_paid_on = null
  addAttempt(world, record, 'general_transaction_error')
  moveTo(world, record, 'error')
  tell(world, record, 'payout.failed')
}

function requireFields({ transaction_data }: WirePayout, fields: Json): void {
  const method = transaction_data.payment_method
  const given = fieldsOf(fields)
  for (const name of isPayoutMethod(method) ? payoutMethods[method] : []) {
    const value = given[name]
    const isGiven = typeof value === 'string' && value !== ''
    if (!isGiven) throw refuseField(name, 'required', 'This field is required.')
  }
}

function moveTo(world: World, { wire }: PayoutRecord, status: string): void {
  const timestamp = nowSeconds(world)
  wire.status = status
  wire.updated_on = timestamp
  wire.status_history.push({ status, timestamp })
}

function addAttempt(world: World, { wire }: PayoutRecord, errorCode: string | null): void {
  const attempt: WireAttempt = {
    type: 'execute',
    successful: errorCode === null,
    payment_method: wire.transaction_data.payment_method,
    flow: wire.transaction_data.flow,
    extra: {},
    country: '',
    client_ip: null,
    fee_amount: wire.payment.fee_amount,
    processing_time: nowSeconds(world),
    error: errorCode === null ? null : { code: errorCode, message: errorCode.replaceAll('_', ' ') },
  }
  wire.transaction_data.attempts.unshift(attempt)
}

function tell(world: World, { wire }: PayoutRecord, event: string): void {
  emit(world, { event, sourceType: 'payout', sourceId: wire.id, object: wire, isTest: wire.is_test })
}

function post(world: World, { wire }: PayoutRecord, kind: string, entries: readonly BookEntry[]): void {
  bookOf(world, wire).post({ atMs: world.clock.now(), kind, objectId: wire.id, entries })
}
