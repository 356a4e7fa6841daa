import type { Trx } from '../database/transaction.ts'

/** Who proves who a user is: our own database, a directory, another provider. */
export interface IdentityBackEnd {
  /** Takes as long for a wrong password as for an unknown address. */
  authenticate(given: { tenantId: number; mail: string; password: string }): Promise<Authentication>
  /** What can be said about a user's password. */
  passwordInfo(userId: string): Promise<PasswordInfo>
  /** Replaces a password by whoever knows the old one. The answer is why not, if not. */
  changePassword(change: PasswordChange): Promise<'changed' | 'wrong_password' | 'not_here'>
}

export type Authentication =
  | { readonly state: 'known'; readonly userId: string }
  /** The password was right, and the user is disabled. */
  | { readonly state: 'disabled' }
  | { readonly state: 'unknown' }

export interface PasswordInfo {
  /** No where another system keeps the password: the user changes it there. */
  readonly canChange: boolean
  readonly changedAt?: Date
}

export interface PasswordChange {
  readonly userId: string
  readonly current: string
  /** Checked against the rules already. */
  readonly next: string
  /** Runs in the transaction of the change, and undoes it by throwing. */
  readonly alongside: (trx: Trx) => Promise<void>
}
