import { fastifyPlugin } from 'fastify-plugin'
import { Liveness, Readiness as Ready } from '../contract/health.ts'
import { jsonResponse, problemResponse } from '../contract/response.ts'
import type { Readiness } from '../database/readiness.ts'
import type { App } from './instance.ts'
import { ProblemError } from './problem-of.ts'

/** /livez: restart me when this does not answer. /readyz: send me requests while this says 200. */
export const health = fastifyPlugin(
  async (app: App, { readiness }: { readiness: Readiness }) => {
    const config = { access: 'public', limit: 'none', isProbe: true } as const
    const schema = { tags: ['health'] }

    app.get(
      '/livez',
      {
        config,
        schema: {
          ...schema,
          operationId: 'checkLiveness',
          summary: 'Whether the process answers',
          response: { 200: jsonResponse('It does', Liveness) },
        },
      },
      () => ({ status: 'alive' as const }),
    )

    app.get(
      '/readyz',
      {
        config,
        schema: {
          ...schema,
          operationId: 'checkReadiness',
          summary: 'Whether the process can do its work',
          description: 'PostgreSQL answers within a second, and its schemas are those of this version.',
          response: {
            200: jsonResponse('It can', Ready),
            503: problemResponse('It cannot; `errors` lists the reasons'),
          },
        },
      },
      async () => {
        const reasons = await readiness.check()
        if (reasons.length > 0) {
          const detail = reasons.map((reason) => reason.detail).join(' ')
          throw new ProblemError('not_ready', detail, { errors: [...reasons] })
        }
        return { status: 'ready' as const, checks: { database: 'ok' as const, migrations: 'ok' as const } }
      },
    )
  },
  { name: 'health', dependencies: ['access', 'errors', 'openapi'] },
)
