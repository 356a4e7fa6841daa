import { type Permission, roles } from '../contract/permissions.ts'
import { rolePermissions } from './role-permissions.ts'

/** Whether one of the roles grants the permission. A role that nobody here knows grants nothing. */
export function isAllowed(held: readonly string[], wanted: Permission): boolean {
  return roles.some((role) => held.includes(role) && rolePermissions[role].includes(wanted))
}

/** Staff work for the service: their own requests are not limited, and their acts are looked at. */
export function isStaff(held: readonly string[]): boolean {
  return roles.some((role) => role !== 'user' && held.includes(role))
}
