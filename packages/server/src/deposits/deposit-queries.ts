import { money } from '@evenkeel/ledger/money'
import { sql } from 'kysely'
import type { DepositPage } from '../contract/deposits.ts'
import type { Page } from '../contract/page.ts'
import type { Place } from '../database/cursor.ts'
import { cutPage } from '../database/cut-page.ts'
import { newestFirst } from '../database/newest-first.ts'
import type { Db } from '../database/transaction.ts'
import type { Deposit } from './deposit.ts'
import { showDeposit } from './show-deposit.ts'

/** One page of an owner's deposits, the newest first, in one statement on the index (user_id, number). */
export async function readDepositPage(
  db: Db,
  { userId, limit, place }: { userId: string; limit: number; place: Place | undefined },
): Promise<{ data: DepositPage['data']; page: Page }> {
  const { rows } = await sql<DepositLine>`
    SELECT   id, number::text AS number, currency, amount::text AS amount, status, checkout_url AS "checkoutUrl",
             credited::text AS credited, returned::text AS returned, created_at AS "createdAt",
             credited_at AS "creditedAt"
    FROM     wallet.deposit
    WHERE    user_id = ${userId}
    ${newestFirst('deposit.number', { place, limit })}
  `.execute(db)
  const { data, page } = cutPage(rows, { limit, place, filters: {}, idOf: ({ number }) => number })
  return {
    page,
    data: data.map(({ currency, amount, credited, returned, ...row }) =>
      showDeposit({
        ...row,
        amount: money(BigInt(amount), currency),
        credited: credited === null ? null : money(BigInt(credited), currency),
        returned: money(BigInt(returned), currency),
      }),
    ),
  }
}

interface DepositLine extends Pick<Deposit, 'id' | 'status' | 'checkoutUrl' | 'createdAt' | 'creditedAt'> {
  readonly number: string
  readonly currency: string
  readonly amount: string
  readonly credited: string | null
  readonly returned: string
}
