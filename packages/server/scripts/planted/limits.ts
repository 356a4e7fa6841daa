import type { Defect } from './defect.ts'

export const limitDefects: readonly Defect[] = [
  {
    what: 'two requests of one owner do not wait for each other',
    file: 'withdrawals/owner-store.ts',
    find: `    FOR NO KEY UPDATE
`,
    replace: '',
    noticedBy: 'withdrawals/races',
  },
  {
    what: 'one more withdrawal than the limit may be open',
    file: 'withdrawals/limits.ts',
    find: 'lately.open >= limit.pending',
    replace: 'lately.open > limit.pending',
    noticedBy: 'withdrawals/races',
  },
  {
    what: 'the limit of a day may not be reached exactly',
    file: 'withdrawals/limits.ts',
    find: 'limit.daily) > 0)',
    replace: 'limit.daily) >= 0)',
    noticedBy: 'withdrawals/races',
  },
  {
    what: 'the limit of a day does not count the amount that is asked',
    file: 'withdrawals/limits.ts',
    find: 'compare(add(lately.daySum, amount), limit.daily)',
    replace: 'compare(lately.daySum, limit.daily)',
    noticedBy: 'withdrawals/races',
  },
  {
    what: 'a day has twenty-three hours',
    file: 'withdrawals/owner-store.ts',
    find: `created_at > \${ago(24)}
             AND`,
    replace: `created_at > \${ago(23)}
             AND`,
    noticedBy: 'withdrawals/races',
  },
  {
    what: 'what was cancelled counts for the day',
    file: 'withdrawals/owner-store.ts',
    find: "NOT IN ('rejected', 'cancelled', 'failed', 'returned')",
    replace: "NOT IN ('rejected', 'failed', 'returned')",
    noticedBy: 'withdrawals/races',
  },
  {
    what: 'a clock that goes back makes a limit forget',
    file: 'withdrawals/request-withdrawal.ts',
    find: 'return last !== null && last > now ? last : now',
    replace: 'return last === null ? now : now',
    noticedBy: 'withdrawals/races',
  },
  {
    what: 'the fee is not held',
    file: 'books/recipes/withdrawal-hold.ts',
    find: 'amount: add(amount, fee),',
    replace: 'amount: fee.amount < 0n ? add(amount, fee) : amount,',
    noticedBy: 'withdrawals/request',
  },
  {
    what: 'nothing is waited for after another bank account',
    file: 'withdrawals/request-withdrawal.ts',
    find: 'if (from === undefined || from <= now) continue',
    replace: 'if (from === undefined || from > new Date(0)) continue',
    noticedBy: 'withdrawals/request',
  },
  {
    what: 'the address of whoever asks is not kept',
    file: 'withdrawals/request-withdrawal.ts',
    find: `    clientIp,
    sealed`,
    replace: `    clientIp: '0.0.0.0',
    sealed`,
    noticedBy: 'withdrawals/request',
  },
  {
    what: 'anybody may take back the withdrawal of another',
    file: 'withdrawals/cancel-withdrawal.ts',
    find: 'if (withdrawal?.userId !== userId)',
    replace: "if (withdrawal === undefined || userId === '')",
    noticedBy: 'withdrawals/request',
  },
  {
    what: 'what is on its way can be taken back',
    file: 'withdrawals/withdrawal-state.ts',
    find: "sending: ['completed', 'failed'],",
    replace: "sending: ['completed', 'failed', 'cancelled'],",
    noticedBy: 'withdrawals/request',
  },
  {
    what: 'a code is asked for at the limit, not above it',
    file: 'withdrawals/limits.ts',
    find: 'compare(amount, secondFactorAbove) > 0',
    replace: 'compare(amount, secondFactorAbove) >= 0',
    noticedBy: 'withdrawals/step-up',
  },
  {
    what: 'a code for one amount is good for another',
    file: 'withdrawals/request-withdrawal.ts',
    find: 'payload: { ...destination, ...moneyOf(amount), user: userId }',
    replace: 'payload: { ...destination, currency: moneyOf(amount).currency, user: userId }',
    noticedBy: 'withdrawals/step-up',
  },
]
