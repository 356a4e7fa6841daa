import { type AccountRef, type Book, defineChart, type PlaceHold, type PostJournal } from '@evenkeel/ledger'

/**
 * The accounts of a tenant's book, and what may flow between them. Whatever is not named here cannot be posted, by
 * whichever mistake.
 */
export const walletChart = defineChart({
  accounts: {
    /** What we owe an owner. Never below zero. */
    wallet: { path: 'user:{user}:wallet:{currency}', type: 'liability' },
    /** What the provider holds for us; reconciled with the balance that it states itself. */
    gateway: { path: 'gateway:{gateway}:balance:{currency}', type: 'asset' },
    gatewayFees: { path: 'expense:gateway-fees:{gateway}:{currency}', type: 'expense' },
    bank: { path: 'bank:{currency}', type: 'asset' },
    withdrawalFees: { path: 'fees:withdrawal:{currency}', type: 'income' },
    penalties: { path: 'fees:penalty:{currency}', type: 'income' },
    /** Money whose owner staff have still to find. Nothing is posted to it but by their decision. */
    suspense: { path: 'suspense:{currency}', type: 'liability' },
    /** What an owner owes us: refunds and charge-backs of what was spent already. */
    receivable: { path: 'receivable:{user}:{currency}', type: 'asset' },
  },
  flows: {
    'deposit-settled': { debit: ['gateway', 'gatewayFees'], credit: ['wallet'] },
    'deposit-refunded': { debit: ['wallet', 'receivable'], credit: ['gateway', 'penalties'] },
    'charge-back': { debit: ['wallet', 'receivable'], credit: ['gateway'] },
    'settlement-received': { debit: ['bank'], credit: ['gateway'] },
    'withdrawal-paid': { debit: ['wallet'], credit: ['gateway', 'withdrawalFees'] },
    'withdrawal-paid-late': { debit: ['receivable'], credit: ['gateway'] },
    'payout-charged': { debit: ['gatewayFees'], credit: ['gateway'] },
  },
})

export type WalletAccount = keyof typeof walletChart.accounts
export type WalletFlow = (typeof walletChart.kinds)[number]
export type WalletRef = AccountRef<WalletAccount>
export type WalletBook = Book<WalletRef, WalletFlow>

/** What a recipe makes of a business fact. */
export type WalletJournal = PostJournal<WalletRef, WalletFlow>
export type WalletHold = PlaceHold<WalletRef>
