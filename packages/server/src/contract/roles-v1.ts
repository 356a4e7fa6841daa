import { z } from 'zod'
import { permissions, type Role } from './permissions.ts'

const granted = z.array(z.enum(permissions))

/** Each role with its permissions. The names are keys, which leaves no room to say more about one: see version 2. */
export const RolesV1 = z
  .object({
    roles: z.object({
      user: granted,
      support: granted,
      finance: granted,
      admin: granted,
    } satisfies Record<Role, typeof granted>),
  })
  .meta({ id: 'RolesV1', description: 'What each role may do, as version 1 says it' })
