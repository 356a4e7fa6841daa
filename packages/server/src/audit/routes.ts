import { fastifyPlugin } from 'fastify-plugin'
import type { Kysely } from 'kysely'
import { AuditPage, AuditQuery } from '../contract/audit.ts'
import { jsonResponse, problemResponse } from '../contract/response.ts'
import type { Tables } from '../database/tables.ts'
import type { App } from '../plugins/instance.ts'
import { placeOf } from '../plugins/place-of.ts'
import { principalOf } from '../plugins/principal.ts'
import { readAuditPage } from './audit-queries.ts'

/** What changed in the tenant of the admin who asks. */
export const auditRoutes = fastifyPlugin(
  (app: App, { db }: { db: Kysely<Tables> }, done: () => void) => {
    app.get(
      '/v1/admin/audit',
      {
        config: { access: 'audit:read' },
        schema: {
          operationId: 'listAuditRecords',
          tags: ['admin'],
          summary: 'Who changed what',
          description: 'Every change of a row of this service, the newest first, for admins.',
          querystring: AuditQuery,
          response: {
            200: jsonResponse('One page of the trail', AuditPage),
            '4xx': problemResponse('The request was refused; `code` says why'),
          },
        },
      },
      async (request) => {
        const { limit = 100, cursor, ...filters } = request.query
        const place = placeOf(cursor, filters)
        return await readAuditPage(db, { tenantId: principalOf(request).tenantId, filters, limit, place })
      },
    )
    done()
  },
  { name: 'audit-routes', dependencies: ['authorization', 'errors', 'openapi'] },
)
