declare const ref: unique symbol

/**
 * The code of an account that a chart vouches for: a plain string that also carries, for the compiler only, the name
 * it has in the chart and its currency.
 */
export type AccountRef<Name extends string = string, Currency extends string = string> = string & {
  readonly [ref]: { readonly name: Name; readonly currency: Currency }
}

/** The currency an account code is known to have: a ref's own, and any for a plain string. */
export type CurrencyOf<Code extends string> =
  Code extends AccountRef<string, infer Currency> ? Currency : string
