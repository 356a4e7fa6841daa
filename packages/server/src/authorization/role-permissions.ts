import type { Permission, Role } from '../contract/permissions.ts'

/**
 * Which role may do what: the only place that says so, and complete by the compiler. Roles add up: staff who have a
 * wallet are users as well. Whoever sets limits or grants roles decides no payout and moves no money, or one
 * person could do both halves of a fraud.
 */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  user: [
    'wallet:read',
    'deposit:make',
    'withdrawal:make',
    'transfer:make',
    'payment:make',
    'bank-account:manage',
    'notification:read',
  ],
  support: ['user:read', 'transaction:read-any', 'webhook:replay', 'job:retry'],
  finance: [
    'user:read',
    'user:freeze',
    'transaction:read-any',
    'withdrawal:decide',
    'refund:issue',
    'reconciliation:run',
    'break:resolve',
    'book:read',
    'adjustment:post',
  ],
  admin: ['user:read', 'audit:read', 'role:grant', 'limit:set'],
}
