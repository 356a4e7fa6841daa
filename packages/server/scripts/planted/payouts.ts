import type { Defect } from './defect.ts'

export const payoutDefects: readonly Defect[] = [
  {
    what: 'a payout is executed as often as it is carried on',
    file: 'withdrawals/payout-store.ts',
    find: `    AND    execute_started_at IS NULL
    AND    given_up_at IS NULL
    AND    payout_id IS NOT NULL
`,
    replace: `    AND    payout_id IS NOT NULL
`,
    noticedBy: 'withdrawals/overtaken',
  },
  {
    what: 'whoever loses the claim executes all the same',
    file: 'withdrawals/send-payout.ts',
    find: '  if (isOurs) {',
    replace: '  if (isOurs || payout.attempt > 0) {',
    noticedBy: 'withdrawals/overtaken',
  },
  {
    what: 'every attempt has the same reference',
    file: 'withdrawals/withdrawal.ts',
    find: `export function referenceOf({ withdrawalId, attempt }: Pick<Payout, 'withdrawalId' | 'attempt'>): string {
`,
    replace: `export function referenceOf({ withdrawalId, attempt }: Pick<Payout, 'withdrawalId' | 'attempt'>): string {
  if (attempt > 1) return referenceOf({ withdrawalId, attempt: 1 })
`,
    noticedBy: 'withdrawals/payout',
  },
  {
    what: 'a lost create is not given up',
    file: 'withdrawals/send-payout.ts',
    find: `  await giveUp(parts, payout, asked.outcome === 'refused' ? 'create_refused' : 'create_lost')
`,
    replace: '',
    noticedBy: 'withdrawals/payout',
  },
  {
    what: 'a no of the bank is believed at once',
    file: 'withdrawals/payout-step.ts',
    find: 'export const patienceMs = 20 * minuteMs',
    replace: 'export const patienceMs = 5 * minuteMs',
    noticedBy: 'withdrawals/payout',
  },
  {
    what: 'an attempt is given up without asking whether it was executed',
    file: 'withdrawals/payout-step.ts',
    find: "if (told.progress === 'created' && withdrawal.status === 'sending')",
    replace: "if (withdrawal.status === 'sending')",
    noticedBy: 'withdrawals/payout',
  },
  {
    what: 'a payout is executed although its fifteen minutes are nearly over',
    file: 'withdrawals/payout-step.ts',
    find: 'export const executableMs = 13 * minuteMs',
    replace: 'export const executableMs = 23 * minuteMs',
    noticedBy: 'withdrawals/overtaken',
  },
  {
    what: 'the amount that the provider states is not compared',
    file: 'withdrawals/compare-payout.ts',
    find: `    ['amount', String(amount.amount), String(told.amount.amount)],
`,
    replace: '',
    noticedBy: 'withdrawals/payout',
  },
  {
    what: 'what the provider keeps is not booked',
    file: 'withdrawals/end-payout.ts',
    find: 'if (!isPositive(fee)) return null',
    replace: "if (!isPositive(fee) || withdrawal !== '') return null",
    noticedBy: 'withdrawals/payout',
  },
  {
    what: 'our fee is not taken when the money leaves',
    file: 'books/recipes/withdrawal-paid.ts',
    find: '...(isPositive(fee) ?',
    replace: '...(isPositive(fee) && fee.amount < 0n ?',
    noticedBy: 'withdrawals/payout',
  },
  {
    what: 'an outage uses up the attempts',
    file: 'withdrawals/send-payout.ts',
    find: 'if (payouts.length > 0 && !(await gatewayAnswers(parts, gateway, withdrawal))) return',
    replace: '',
    noticedBy: 'withdrawals/payout',
  },
  {
    what: 'staff are not told of what has no end',
    file: 'withdrawals/ask-due-withdrawals.ts',
    find: 'if (asks !== stuckAtAsk || hasEnded) continue',
    replace: 'if (asks !== stuckAtAsk || !hasEnded) continue',
    noticedBy: 'withdrawals/payout',
  },
  {
    what: 'another payout under our reference is taken for ours',
    file: 'withdrawals/payout-step.ts',
    find: 'return payoutId !== null && payoutId !== id',
    replace: 'return payoutId === id && payoutId === null',
    noticedBy: 'withdrawals/late',
  },
  {
    what: 'an answer is used although the withdrawal has changed since it was asked for',
    file: 'withdrawals/sync-payout.ts',
    find: `    if (withdrawal.version !== before.version) return 'moved'
    const payouts = await findPayouts(trx, before.id)
`,
    replace: `    const payouts = await findPayouts(trx, before.id)
`,
    noticedBy: 'withdrawals/overtaken',
  },
  {
    what: 'a yes after the money was freed is not booked',
    file: 'withdrawals/payout-step.ts',
    find: `  if (status === 'failed') return { step: 'settle-late', gatewayFee }
`,
    replace: `  if (status === 'failed') return { step: 'nothing' }
`,
    noticedBy: 'withdrawals/late',
  },
  {
    what: 'money goes to the account that is linked when it leaves',
    file: 'withdrawals/send-payout.ts',
    find: `  const asked = await gateway.payouts.create({
    reference: referenceOf(payout),
    amount,
    recipient: { mail: userMail, holder, bankName, accountNumber: number },`,
    replace: `  const { readBankAccountDetails } = await import('../bank-accounts/read-details.ts')
  const linked = await readBankAccountDetails(parts.db, parts.keyring, { tenantId, userId: withdrawal.userId })
  const asked = await gateway.payouts.create({
    reference: referenceOf(payout),
    amount,
    recipient: { mail: userMail, holder, bankName, accountNumber: linked?.number ?? number },`,
    noticedBy: 'withdrawals/payout',
  },
]
