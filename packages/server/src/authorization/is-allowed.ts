import type { Permission, Role } from '../contract/permissions.ts'
import { rolePermissions } from './role-permissions.ts'

/** Whether one of the roles grants the permission. Without a role nothing is allowed. */
export function isAllowed(held: readonly Role[], wanted: Permission): boolean {
  return held.some((role) => rolePermissions[role].includes(wanted))
}

/** Staff work for the service: their own requests are not limited, and their acts are looked at. */
export function isStaff(held: readonly Role[]): boolean {
  return held.some((role) => role !== 'user')
}
