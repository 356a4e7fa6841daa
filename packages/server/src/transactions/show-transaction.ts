import { showMoney } from '../contract/money.ts'
import type { StaffTransaction, Transaction } from '../contract/transactions.ts'
import { amountOf, type TransactionRow } from './transaction-queries.ts'

export function showTransaction(row: TransactionRow): Transaction {
  const { id, number, type, status, detail, name, reference, metadata, createdAt, completedAt } = row
  const shown = (amount: string | null) => (amount === null ? null : showMoney(amountOf(row, amount)))
  return {
    id,
    number,
    type,
    status,
    detail,
    name,
    reference,
    amount: showMoney(amountOf(row, row.amount)),
    current_after: shown(row.currentAfter),
    usable_after: shown(row.usableAfter),
    metadata,
    created_at: createdAt.toISOString(),
    completed_at: completedAt?.toISOString() ?? null,
  }
}

export function showTransactionToStaff(row: TransactionRow): StaffTransaction {
  return { ...showTransaction(row), user_id: row.userId, user_mail: row.userMail }
}
