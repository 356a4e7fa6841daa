import { type Account, normalSide } from '../accounts/account.ts'
import { type AccountStep, accountsByCode, stepsByAccount } from './account-steps.ts'
import type { BookContents } from './book-contents.ts'
import { type Finding, Findings } from './finding.ts'

/**
 * I3: the versions of an account are 1, 2, 3 over its entries and hold events together; each continues from the
 * balance that the one before left, and the last leaves what the account holds.
 */
export function findBrokenBalances(contents: BookContents): Finding[] {
  const findings = new Findings('I3')
  const steps = stepsByAccount(contents)
  for (const account of contents.accounts) follow(account, steps.get(account.code) ?? [], findings)

  const accounts = accountsByCode(contents)
  for (const code of steps.keys()) {
    if (!accounts.has(code)) findings.add(`account ${code} of a step`, 'an account of the book', 'none')
  }
  return findings.all
}

function follow(account: Account, steps: readonly AccountStep[], findings: Findings): void {
  let [version, posted, held] = [0, 0n, 0n]
  for (const step of steps) {
    version += 1
    posted += postedBy(step, account)
    held += heldBy(step)
    const { after, amount, name } = step
    findings.same(`version after ${name}`, version, after.version)
    findings.same(`posted after ${name}`, posted, after.posted.amount)
    findings.same(`held after ${name}`, held, after.held.amount)
    findings.same(`usable after ${name}`, posted - held, after.usable.amount)
    findings.same(`account after ${name}`, account.code, after.account)
    for (const { currency } of [amount, after.posted, after.held, after.usable]) {
      findings.same(`currency of ${name}`, account.currency, currency)
    }
  }
  findings.same(`version of account ${account.code}`, version, account.version)
  findings.same(`posted of account ${account.code}, from its last version`, posted, account.posted)
  findings.same(`held of account ${account.code}, from its last version`, held, account.held)
}

function postedBy(step: AccountStep, { type }: Account): bigint {
  if (!('side' in step)) return 0n
  return step.side === normalSide(type) ? step.amount.amount : -step.amount.amount
}

function heldBy(step: AccountStep): bigint {
  if (!('event' in step)) return 0n
  return step.event === 'placed' ? step.amount.amount : -step.amount.amount
}
