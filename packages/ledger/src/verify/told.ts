import type { AccountView } from '../accounts/account-view.ts'
import type { Balance } from '../accounts/balance.ts'
import { canonicalJson, type Json } from '../canonical-json.ts'
import { decodeOutcome, encodeOutcome, type Outcome } from '../engine/outcome.ts'
import type { Hold } from '../holds/hold.ts'
import type { Journal } from '../journals/journal.ts'
import type { KeptKey } from './book-contents.ts'
import type { Findings } from './finding.ts'

/** What a key has told its caller. */
export interface Told {
  readonly key: string
  readonly journal?: Journal | undefined
  readonly hold?: Hold | undefined
  readonly account?: AccountView | undefined
  readonly balances?: readonly Balance[] | undefined
}

/** What a key tells; nothing when it tells of a rejection, or cannot be read. */
export function toldBy({ key, request, outcome: text }: KeptKey, findings: Findings): Told[] {
  if (!isCanonical(request)) findings.add(`request of key ${key}`, 'canonical JSON', request)
  const outcome = readOutcome(text)
  if (outcome === undefined) {
    findings.add(`outcome of key ${key}`, 'an outcome that can be replayed to the letter', text)
    return []
  }
  return outcome.ok ? [{ key, ...outcome.result }] : []
}

function isCanonical(text: string): boolean {
  try {
    // Whatever comes out of JSON.parse is what JSON can say.
    return text.startsWith('{') && canonicalJson(JSON.parse(text) as Json) === text
  } catch {
    return false
  }
}

function readOutcome(text: string): Outcome | undefined {
  try {
    const outcome = decodeOutcome(text)
    return encodeOutcome(outcome) === text ? outcome : undefined
  } catch {
    return undefined
  }
}
