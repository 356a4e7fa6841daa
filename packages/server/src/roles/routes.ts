import { fastifyPlugin } from 'fastify-plugin'
import { isStaff } from '../authorization/is-allowed.ts'
import { rolePermissions } from '../authorization/role-permissions.ts'
import { roles } from '../contract/permissions.ts'
import { jsonResponse, problemResponse } from '../contract/response.ts'
import { RolesV1 } from '../contract/roles-v1.ts'
import { RolesV2 } from '../contract/roles-v2.ts'
import type { App } from '../plugins/instance.ts'

const versionOneEnds = {
  since: new Date('2026-12-01T00:00:00Z'),
  sunset: new Date('2027-12-01T00:00:00Z'),
  successor: '/v2/roles',
}

/** What each role may do, for those who grant them: from the same table that decides it. */
export const roleRoutes = fastifyPlugin(
  (app: App, _options: object, done: () => void) => {
    const described = {
      tags: ['admin'],
      summary: 'What each role may do',
    }
    const refusals = { '4xx': problemResponse('The request was refused; `code` says why') }

    app.get(
      '/v1/roles',
      {
        config: { access: 'role:grant', deprecation: versionOneEnds },
        schema: {
          ...described,
          operationId: 'listRolesV1',
          response: { 200: jsonResponse('Each role with its permissions', RolesV1), ...refusals },
        },
      },
      () => ({
        roles: {
          user: [...rolePermissions.user],
          support: [...rolePermissions.support],
          finance: [...rolePermissions.finance],
          admin: [...rolePermissions.admin],
        },
      }),
    )

    app.get(
      '/v2/roles',
      {
        config: { access: 'role:grant' },
        schema: {
          ...described,
          operationId: 'listRoles',
          response: { 200: jsonResponse('The roles, in a fixed order', RolesV2), ...refusals },
        },
      },
      () => ({
        data: roles.map((role) => ({
          role,
          permissions: [...rolePermissions[role]],
          is_staff: isStaff([role]),
        })),
      }),
    )
    done()
  },
  { name: 'role-routes', dependencies: ['authorization', 'deprecation', 'openapi'] },
)
