import { z } from 'zod'
import { type Amount, fromWireInteger, requireCurrency, toWireInteger } from './amount.ts'
import { type Api, apiRequest } from './api.ts'
import { lenient, parseShape, type WireObject, wireInteger } from './wire.ts'

/** What can be offered to a payer or a recipient. The platform asks for at most one such call a minute. */
export type AvailableMethods = {
  /** Such as visa or mastercard, to be used as `paymentMethods` of a purchase. */
  readonly methods: readonly string[]
  readonly names: Readonly<Record<string, string>>
  readonly wire: WireObject
}

/** What the provider holds for us in one currency. */
export type Balance = {
  readonly currency: string
  /** All that is ours, fees taken off. */
  readonly balance: Amount
  /** What of it can be used now. */
  readonly available: Amount | null
  readonly pendingOutgoing: Amount | null
  /** What the provider has kept for its services. */
  readonly fees: Amount | null
  readonly wire: WireObject
}

/** What the provider says about your account there: methods, balances, and the key it signs with. */
export type Account = {
  paymentMethods(filter: { currency: string; amount?: Amount; country?: string }): Promise<AvailableMethods>
  payoutMethods(filter: { currency: string }): Promise<AvailableMethods>
  balances(): Promise<readonly Balance[]>
  /** The company key, as PEM, that signs success callbacks. Webhooks have a key each instead. */
  publicKey(): Promise<string>
}

export function createAccount(api: Api): Account {
  return {
    async paymentMethods({ currency, amount, country }) {
      return api.transport.read({
        name: 'paymentMethods',
        prepare: () =>
          apiRequest(api, 'GET', 'payment_methods/', {
            query: {
              brand_id: api.brandId,
              currency: requireCurrency(currency),
              country,
              amount: amount === undefined ? undefined : String(toWireInteger(amount.amount, 'amount')),
            },
          }),
        parse: (body) => readMethods(body, 'available_payment_methods'),
      })
    },
    async payoutMethods({ currency }) {
      const query = { brand_id: api.brandId, currency: requireCurrency(currency) }
      return api.transport.read({
        name: 'payoutMethods',
        prepare: () => apiRequest(api, 'GET', 'payout_methods/', { query }),
        parse: (body) => readMethods(body, 'available_payout_methods'),
      })
    },
    async balances() {
      return api.transport.read({
        name: 'balances',
        prepare: () => apiRequest(api, 'GET', 'account/json/balance/'),
        parse: readBalances,
      })
    },
    async publicKey() {
      return api.transport.read({
        name: 'publicKey',
        prepare: () => apiRequest(api, 'GET', 'public_key/'),
        parse: (body) => parseShape(z.string().includes('PUBLIC KEY'), body, 'public key'),
      })
    },
  }
}

const wireObject = z.record(z.string(), z.unknown())

function readMethods(body: unknown, name: string): AvailableMethods {
  const wire = parseShape(wireObject, body, 'list of methods')
  const methods = parseShape(z.array(z.string()), wire[name], 'list of methods')
  return { methods, names: lenient(z.record(z.string(), z.string())).parse(wire['names']) ?? {}, wire }
}

const balanceSchema = z.looseObject({
  balance: wireInteger,
  available_balance: wireInteger.nullish(),
  pending_outgoing: wireInteger.nullish(),
  fee_sell: wireInteger.nullish(),
})

function readBalances(body: unknown): readonly Balance[] {
  const byCurrency = parseShape(z.record(z.string(), balanceSchema), body, 'list of balances')
  return Object.entries(byCurrency).map(([currency, wire]) => {
    const amountOrNull = (amount: number | null | undefined): Amount | null =>
      amount == null ? null : fromWireInteger(amount, currency)
    return {
      currency,
      balance: fromWireInteger(wire.balance, currency),
      available: amountOrNull(wire.available_balance),
      pendingOutgoing: amountOrNull(wire.pending_outgoing),
      fees: amountOrNull(wire.fee_sell),
      wire,
    }
  })
}
