import { type Amount, requireCurrency, toPositiveWireInteger } from './amount.ts'
import { type Api, apiRequest } from './api.ts'
import { RevioInputError, RevioReplyError } from './errors/index.ts'
import type { Payout } from './objects/payout.ts'
import { readPayout } from './objects/read-object.ts'
import type { Outcome } from './outcome.ts'
import { requireReference } from './reference.ts'
import { requireId, requireNewId, requireSameId } from './wire.ts'

/** Where money is to go. Methods differ per account: ask `payoutMethods`. */
export type NewPayout = {
  /** Your own name for this attempt, at most 128 characters, unique on your side. */
  readonly reference: string
  readonly amount: Amount
  readonly recipient: {
    readonly email: string
    readonly fullName?: string
    readonly phone?: string
    readonly country?: string
    readonly bankAccount?: string
    readonly bankCode?: string
  }
  readonly description?: string
  readonly senderName?: string
  readonly methods?: readonly string[]
}

/**
 * Payouts: money out, in two steps, so that the dangerous one has an address.
 *
 * `create` moves nothing. Commit the payout's id, then `execute` it within fifteen minutes, at most once per id. After
 * an unknown outcome of `execute` only `get` decides; `initialized` long after means that nothing left.
 */
export type Payouts = {
  create(payout: NewPayout): Promise<Outcome<Payout>>
  get(id: string): Promise<Payout>
  /** `fields` are what the method asks for, such as a phone number. They are never logged. */
  execute(payout: ExecutablePayout, fields?: Readonly<Record<string, string>>): Promise<Outcome<Payout>>
}

/** A payout's id and the address that `create` answered with it; both are worth keeping until it is executed. */
export type ExecutablePayout = Pick<Payout, 'id' | 'executionUrl'>

export function createPayouts(api: Api): Payouts {
  return {
    async create(payout) {
      return api.transport.write({
        name: 'payouts.create',
        prepare: () => apiRequest(api, 'POST', 'payouts/', { body: toPayoutBody(payout, api.brandId) }),
        parse: (body) => requireAmount(requireNewId(readPayout(body)), payout.amount),
      })
    },
    async get(id) {
      return api.transport.read({
        name: 'payouts.get',
        prepare: () => apiRequest(api, 'GET', `payouts/${requireId(id, 'payout')}/`),
        parse: (body) => requireSameId(readPayout(body), id),
      })
    },
    async execute(payout, fields = {}) {
      return api.transport.write({
        name: 'payouts.execute',
        prepare: () => ({ method: 'POST', url: requireExecutionUrl(payout, api.baseUrl), body: fields }),
        parse: (body) => requireSameId(readPayout(body), payout.id),
      })
    },
  }
}

function toPayoutBody(payout: NewPayout, brandId: string): Record<string, unknown> {
  const { recipient, description, senderName, methods } = payout
  return {
    brand_id: brandId,
    reference: requireReference(payout.reference),
    client: {
      email: recipient.email,
      ...(recipient.fullName === undefined ? {} : { full_name: recipient.fullName }),
      ...(recipient.phone === undefined ? {} : { phone: recipient.phone }),
      ...(recipient.country === undefined ? {} : { country: recipient.country }),
      ...(recipient.bankAccount === undefined ? {} : { bank_account: recipient.bankAccount }),
      ...(recipient.bankCode === undefined ? {} : { bank_code: recipient.bankCode }),
    },
    payment: {
      amount: toPositiveWireInteger(payout.amount.amount, 'amount'),
      currency: requireCurrency(payout.amount.currency),
      ...(description === undefined ? {} : { description }),
    },
    ...(senderName === undefined ? {} : { sender_name: senderName }),
    ...(methods === undefined ? {} : { payout_method_whitelist: methods }),
  }
}

// The address comes out of a reply. Whoever could forge one must not learn the key or the recipient's details.
function requireExecutionUrl(payout: ExecutablePayout, baseUrl: URL): URL {
  const id = requireId(payout.id, 'payout')
  const url = payout.executionUrl === null ? null : URL.parse(payout.executionUrl)
  if (url === null)
    throw new RevioInputError(`Payout ${id} has no execution URL; read it again or create another.`)
  if (url.origin !== baseUrl.origin || !url.pathname.startsWith(`/po/${id}/`)) {
    throw new RevioInputError(
      `The execution URL of payout ${id} is not an address of that payout at ${baseUrl.host}.`,
    )
  }
  return url
}

function requireAmount(payout: Payout, asked: Amount): Payout {
  if (payout.amount.amount === asked.amount && payout.amount.currency === asked.currency) return payout
  const message = `Asked for a payout of ${asked.amount} ${asked.currency}, the provider answered another amount.`
  throw new RevioReplyError('other_object', message, null)
}
