import { money } from '@evenkeel/ledger/money'
import { sql } from 'kysely'
import type { WithdrawalPage } from '../contract/withdrawals.ts'
import type { Place } from '../database/cursor.ts'
import { cutPage } from '../database/cut-page.ts'
import { newestFirst } from '../database/newest-first.ts'
import type { Db } from '../database/transaction.ts'
import { showWithdrawal } from './show-withdrawal.ts'
import type { Withdrawal } from './withdrawal.ts'

/** One page of an owner's withdrawals, the newest first, in one statement on the index (user_id, number). */
export async function readWithdrawalPage(
  db: Db,
  { userId, limit, place }: { userId: string; limit: number; place: Place | undefined },
): Promise<WithdrawalPage> {
  const { rows } = await sql<WithdrawalLine>`
    SELECT   id, number::text AS number, currency, amount::text AS amount, fee::text AS fee, status,
             bank_name AS "bankName", holder, last_four AS "lastFour", reason, created_at AS "createdAt",
             ended_at AS "endedAt"
    FROM     wallet.withdrawal
    WHERE    user_id = ${userId}
    ${newestFirst('withdrawal.number', { place, limit })}
  `.execute(db)
  const { data, page } = cutPage(rows, { limit, place, filters: {}, idOf: ({ number }) => number })
  return {
    page,
    data: data.map(({ currency, amount, fee, ...row }) =>
      showWithdrawal({
        ...row,
        amount: money(BigInt(amount), currency),
        fee: money(BigInt(fee), currency),
      }),
    ),
  }
}

interface WithdrawalLine
  extends Pick<
    Withdrawal,
    'id' | 'status' | 'bankName' | 'holder' | 'lastFour' | 'reason' | 'createdAt' | 'endedAt'
  > {
  readonly number: string
  readonly currency: string
  readonly amount: string
  readonly fee: string
}
