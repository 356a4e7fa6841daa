import { z } from 'zod'
import { BankName, HolderName } from './fields.ts'

/** Digits alone: with one way to write a number, the same number is always found to be the same. */
const AccountNumber = z
  .string()
  .regex(/^[0-9]{10,18}$/, 'Send the 10 to 18 digits of the account number, without spaces or dashes.')
  .meta({ description: 'never shown again; of it, the last four digits are', example: '62001234567' })

export const BankAccountBody = z
  .strictObject({ bank_name: BankName, account_number: AccountNumber, holder: HolderName })
  .meta({
    id: 'LinkBankAccount',
    example: { bank_name: 'Harbour Bank', account_number: '62001234567', holder: 'Thandi Nkosi' },
  })

const shown = {
  bank_name: z.string(),
  holder: z.string(),
  last_four: z.string().describe('the last four digits of the account number'),
  changed_at: z.iso.datetime().describe('when what is linked last changed'),
}

const example = {
  bank_name: 'Harbour Bank',
  holder: 'Thandi Nkosi',
  last_four: '4567',
  changed_at: '2026-11-21T12:00:00.000Z',
}

export const BankAccount = z
  .object({ ...shown, usable_from: z.iso.datetime().describe('before that, no withdrawal goes there') })
  .meta({
    id: 'BankAccount',
    description: 'Where the money of an owner goes when it leaves',
    example: { ...example, usable_from: '2026-11-22T12:00:00.000Z' },
  })

export type BankAccount = z.output<typeof BankAccount>

export const SharedBankAccounts = z
  .object({
    data: z.array(
      z.object({
        ...shown,
        user_id: z.uuid(),
        shared_at: z.iso.datetime().describe('when another user last linked the same number'),
        shared_with: z.array(z.uuid()).describe('who has it linked at present; a hundred at most'),
      }),
    ),
  })
  .meta({
    id: 'SharedBankAccounts',
    description: 'Accounts whose number several users have linked, the latest first; a hundred at most',
  })

export type SharedBankAccounts = z.output<typeof SharedBankAccounts>
