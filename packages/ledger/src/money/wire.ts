import { z } from 'zod'
import { InvalidInputError, isLedgerError } from '../errors/index.ts'
import { type CurrencyTable, isoCurrencies } from './currency-table.ts'
import type { IsoCode } from './iso-4217.ts'
import { assertBigint, assertWithinLimit, type Money, unchecked } from './money.ts'

/** Money as JSON carries it: minor units in an integer string, because a JSON number loses them beyond 2^53. */
export interface WireMoney<C extends string = string> {
  readonly amount: string
  readonly currency: C
}

// One spelling for each integer: no leading zero, no plus, no minus zero. A balance may be negative, so a minus is
// allowed; whoever takes payments refuses it there. The 37 digits bound what BigInt is ever asked to read.
const minorUnits = /^(?:0|-?[1-9][0-9]{0,36})$/

const wireShape = z.strictObject({
  amount: z
    .string()
    .regex(minorUnits)
    .meta({ description: 'Minor units, such as cents', examples: ['1050'] }),
  currency: z.string().meta({ description: 'A code of ISO 4217, or of a custom asset', examples: ['ZAR'] }),
})

/**
 * Money for JSON.
 *
 * @example
 * ```ts
 * import { money, toWire } from '@evenkeel/ledger/money'
 *
 * JSON.stringify(toWire(money(1050n, 'ZAR'))) // '{"amount":"1050","currency":"ZAR"}'
 * ```
 */
export function toWire<C extends string>(value: Money<C>): WireMoney<C> {
  assertBigint(value.amount)
  return { amount: String(value.amount), currency: value.currency }
}

/**
 * Money from JSON, or from anything else that is not trusted. Nothing is corrected: a number, a space, another
 * property or an unknown code is refused.
 *
 * @example
 * ```ts
 * import { fromWire } from '@evenkeel/ledger/money'
 *
 * fromWire({ amount: '1050', currency: 'ZAR' }) // { amount: 1050n, currency: 'ZAR' }
 * ```
 */
export function fromWire<Known extends string = IsoCode>(
  value: unknown,
  currencies?: CurrencyTable<Known>,
): Money<Known>
export function fromWire(value: unknown, currencies: CurrencyTable = isoCurrencies): Money {
  const wire = wireShape.safeParse(value)
  if (!wire.success) {
    throw new InvalidInputError(
      'invalid_amount',
      'That is no money. Pass { amount, currency } with the minor units as an integer string, such as "1050".',
      { issues: wire.error.issues.map(({ path, message }) => ({ path, message })) },
    )
  }
  const { amount, currency } = wire.data
  currencies.scaleOf(currency)
  assertWithinLimit(BigInt(amount), currency, currencies)
  return unchecked(BigInt(amount), currency)
}

/** A zod schema between `WireMoney` and `Money`, which turns either into the other. */
export type MoneySchema<Code extends string> = z.ZodCodec<
  typeof wireShape,
  z.ZodCustom<Money<Code>, Money<Code>>
>

/**
 * The same as `fromWire` and `toWire`, as a schema for requests and responses. It describes itself to OpenAPI the
 * same way in both directions.
 *
 * @example
 * ```ts
 * import { money, moneySchema } from '@evenkeel/ledger/money'
 * import { z } from 'zod'
 *
 * const price = z.object({ price: moneySchema() })
 * price.parse({ price: { amount: '1050', currency: 'ZAR' } }) // { price: { amount: 1050n, currency: 'ZAR' } }
 * price.encode({ price: money(1050n, 'ZAR') }) // { price: { amount: '1050', currency: 'ZAR' } }
 * ```
 */
export function moneySchema<Known extends string = IsoCode>(
  currencies?: CurrencyTable<Known>,
): MoneySchema<Known> {
  const schema = z.codec(wireShape, z.custom<Money<Known>>(), {
    decode: (wire, payload) => {
      try {
        return fromWire(wire, currencies)
      } catch (error) {
        if (!isLedgerError(error)) throw error
        const path = [error.code === 'unknown_currency' ? 'currency' : 'amount']
        payload.issues.push({
          code: 'custom',
          message: error.message,
          input: wire,
          path,
          params: { code: error.code },
        })
        return z.NEVER
      }
    },
    encode: toWire,
  })
  // Without this a response would be described as `{}`: a custom type, and a bigint, have no form in JSON Schema.
  const { $schema, ...description } = z.toJSONSchema(wireShape)
  return schema.meta(description)
}
