import type { Permission } from './permissions.ts'

/** Who may use a route. Every route says so, or the service does not start. */
export type Access = 'public' | Permission
