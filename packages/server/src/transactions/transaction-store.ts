import type { Money } from '@evenkeel/ledger'
import { sql } from 'kysely'
import type { TransactionStatus, TransactionType } from '../contract/transactions.ts'
import type { Trx } from '../database/transaction.ts'

/** A business fact as its owner will see it. */
export interface NewTransaction {
  /** Of the fact. */
  readonly id: string
  readonly tenantId: number
  readonly userId: string
  readonly type: TransactionType
  /** What it is for us: `deposit`, `deposit_refund`. */
  readonly fact: string
  readonly status: TransactionStatus
  /** The status of the fact itself. */
  readonly detail: string
  readonly name: string
  readonly reference: string
  /** Its effect on the wallet: what goes out is negative. */
  readonly amount: Money
}

/** Lists a fact, in the transaction that writes it. */
export async function addTransaction(trx: Trx, transaction: NewTransaction, now: Date): Promise<void> {
  const { id, tenantId, userId, type, fact, status, detail, name, reference, amount } = transaction
  await sql`
    INSERT INTO wallet.transaction (
      id, tenant_id, user_id, type, fact, status, detail, name, reference, amount, currency, created_at
    )
    VALUES (
      ${id}, ${tenantId}, ${userId}, ${type}, ${fact}, ${status}, ${detail}, ${name}, ${reference},
      ${String(amount.amount)}, ${amount.currency}, ${now}
    )
  `.execute(trx)
}

/** Says what has become of a fact whose journals, if any, are as they were. */
export async function moveTransaction(
  trx: Trx,
  { id, status, detail }: { id: string; status: Exclude<TransactionStatus, 'completed'>; detail: string },
): Promise<void> {
  await sql`
    UPDATE wallet.transaction
    SET    status = ${status}, detail = ${detail}
    WHERE  id = ${id}
  `.execute(trx)
}

/** Says what a hold has left in the wallet, while the fact behind it is pending. */
export async function holdTransaction(
  trx: Trx,
  { id, after }: { id: string; after: { readonly current: Money; readonly usable: Money } },
): Promise<void> {
  await sql`
    UPDATE wallet.transaction
    SET    current_after = ${String(after.current.amount)}, usable_after = ${String(after.usable.amount)}
    WHERE  id = ${id}
  `.execute(trx)
}

/** Says more exactly how a fact stands. */
export async function detailTransaction(
  trx: Trx,
  { id, detail }: { id: string; detail: string },
): Promise<void> {
  await sql`
    UPDATE wallet.transaction
    SET    detail = ${detail}
    WHERE  id = ${id}
  `.execute(trx)
}

/** Says that a fact that was in the books is no more: its journals were reversed. */
export async function failTransaction(
  trx: Trx,
  { id, detail }: { id: string; detail: string },
): Promise<void> {
  await sql`
    UPDATE wallet.transaction
    SET    status = 'failed', detail = ${detail}, completed_at = NULL
    WHERE  id = ${id}
  `.execute(trx)
}

/** Says that a fact is in the books: which journal, and what it left in the wallet. */
export async function completeTransaction(
  trx: Trx,
  {
    id,
    detail,
    journal,
    amount,
    after,
    now,
  }: {
    id: string
    detail: string
    journal: string
    amount: Money
    after: { readonly current: Money; readonly usable: Money }
    now: Date
  },
): Promise<void> {
  await sql`
    UPDATE wallet.transaction
    SET    status = 'completed',
           detail = ${detail},
           amount = ${String(amount.amount)},
           journals = journals || ${journal}::uuid,
           current_after = ${String(after.current.amount)},
           usable_after = ${String(after.usable.amount)},
           completed_at = ${now}
    WHERE  id = ${id}
  `.execute(trx)
}
