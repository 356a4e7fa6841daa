import { z } from 'zod'
import { permissions, roles } from './permissions.ts'

const Role = z.object({
  role: z.enum(roles),
  permissions: z.array(z.enum(permissions)).describe('what the role may do, as noun:verb'),
  is_staff: z.boolean().describe('whether people with it work for the service'),
})

export const RolesV2 = z
  .object({ data: z.array(Role) })
  .meta({ id: 'RolesV2', description: 'What each role may do' })
