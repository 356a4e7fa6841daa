/** What a card number does here. The first three are the platform's own test cards; the others are ours. */
export type TestCard = {
  readonly number: string
  readonly brand: 'visa' | 'mastercard'
  readonly title: string
  /** The payer's bank asks the payer first. */
  readonly asksPayer: boolean
  /** The decline code, or null when the card pays. */
  readonly declinesWith: string | null
}

/** The cards that pay, ask the payer first, or are declined, each by its own number. */
export const testCards: readonly TestCard[] = [
  card('4444333322221111', 'visa', 'Pays', false, null),
  card('5555555555554444', 'mastercard', 'Pays after 3-D Secure', true, null),
  card('4000000000000077', 'visa', 'Pays', false, null),
  card('4000000000000002', 'visa', 'Declined by the bank', false, 'do_not_honour'),
  card('4000000000009995', 'visa', 'Not enough money', false, 'insufficient_funds'),
  card('4000000000000069', 'visa', 'Expired card', false, 'expired_card'),
  card('4000000000000127', 'visa', 'Suspected fraud', false, 'suspected_fraud'),
]

export type CardDetails = {
  readonly number: string
  readonly holder: string
  /** MM/YY. */
  readonly expires: string
  readonly cvc: string
}

/** The card behind the details, or the decline code that its first fault earns. */
export function findCard(details: CardDetails, nowMs: number): TestCard | { readonly declinesWith: string } {
  const found = testCards.find((known) => known.number === details.number.replaceAll(/[ -]/g, ''))
  if (found === undefined) return { declinesWith: 'invalid_card_number' }
  const [, month, year] = /^(0[1-9]|1[0-2]) ?\/ ?(\d\d)$/.exec(details.expires.trim()) ?? []
  if (month === undefined || year === undefined) return { declinesWith: 'validation_expires_invalid' }
  // A card is good to the end of its month.
  if (Date.UTC(2000 + Number(year), Number(month)) <= nowMs) return { declinesWith: 'expired_card' }
  if (details.cvc.trim() !== '123') return { declinesWith: 'validation_cvc_invalid' }
  return found
}

function card(
  number: string,
  brand: TestCard['brand'],
  title: string,
  asksPayer: boolean,
  declinesWith: string | null,
): TestCard {
  return { number, brand, title, asksPayer, declinesWith }
}
