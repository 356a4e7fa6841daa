import { z } from 'zod'
import { permissions, roles } from './permissions.ts'

/** Each role with its permissions. The names are keys, which leaves no room to say more about one: see version 2. */
export const RolesV1 = z
  .object({ roles: z.record(z.enum(roles), z.array(z.enum(permissions))) })
  .meta({ id: 'RolesV1', description: 'What each role may do, as version 1 says it' })
