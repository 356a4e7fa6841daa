import { defineChart } from '../../src/index.ts'

/** A chart with every sort of account: its own currency and a parameter's, floors, and both normal sides. */
export const chart = defineChart({
  accounts: {
    bank: { path: 'bank:{currency}', type: 'asset' },
    wallet: { path: 'user:{user}:wallet:{currency}', type: 'liability' },
    fees: { path: 'fees', type: 'income', currency: 'ZAR' },
  },
  flows: {
    deposit: { debit: ['bank'], credit: ['wallet'] },
    withdrawal: { debit: ['wallet'], credit: ['bank'] },
    payment: { debit: ['wallet'], credit: ['wallet', 'fees'] },
  },
})
