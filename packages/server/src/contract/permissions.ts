/** What a person may be allowed to do, as noun:verb. A route declares one of these, or that it is public. */
export const permissions = [
  'wallet:read',
  'deposit:make',
  'withdrawal:make',
  'transfer:make',
  'payment:make',
  'bank-account:manage',
  'notification:read',
  'user:read',
  'user:freeze',
  'transaction:read-any',
  'webhook:replay',
  'job:retry',
  'withdrawal:decide',
  'refund:issue',
  'reconciliation:run',
  'break:resolve',
  'book:read',
  'adjustment:post',
  'audit:read',
  'role:grant',
  'limit:set',
] as const

export type Permission = (typeof permissions)[number]

export const roles = ['user', 'support', 'finance', 'admin'] as const

export type Role = (typeof roles)[number]
