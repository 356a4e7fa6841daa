import type { Clock } from '@evenkeel/ledger'
import { fastifyPlugin } from 'fastify-plugin'
import { IdParams } from '../contract/identity.ts'
import { DeadJobPage, DeadJobQuery, RetriedJob } from '../contract/jobs.ts'
import { jsonResponse, problemResponse } from '../contract/response.ts'
import { cutPage } from '../database/cut-page.ts'
import type { Db } from '../database/transaction.ts'
import { deadPlaceForm, readDeadLetters } from '../jobs/jobs.ts'
import { retryDeadJob } from '../jobs/retry-dead-job.ts'
import type { App } from '../plugins/instance.ts'
import { placeOf } from '../plugins/place-of.ts'
import { principalOf } from '../plugins/principal.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { describeDeadJob } from './describe-dead-job.ts'

/** The jobs that failed at every attempt, for support: to look at, and to do again once the cause is gone. */
export const deadLetterRoutes = fastifyPlugin(
  (app: App, { db, clock }: { db: Db; clock: Clock }, done: () => void) => {
    const refusals = { '4xx': problemResponse('The request was refused; `code` says why') }

    app.get(
      '/v1/admin/jobs/dead',
      {
        config: { access: 'job:retry' },
        schema: {
          operationId: 'listDeadJobs',
          tags: ['admin'],
          summary: 'Jobs that failed for good',
          description: 'Those of the tenant and those of the service itself, the newest first.',
          querystring: DeadJobQuery,
          response: { 200: jsonResponse('One page of the dead letters', DeadJobPage), ...refusals },
        },
      },
      async (request) => {
        const { limit = 50, cursor, ...filters } = request.query
        const place = placeOf(cursor, filters, deadPlaceForm)
        const { tenantId } = principalOf(request)
        const letters = await readDeadLetters(db, { tenantId, job: filters.job, limit, place })
        const { data, page } = cutPage(letters, { limit, place, filters, idOf: (letter) => letter.place })
        return { data: data.map(describeDeadJob), page }
      },
    )

    app.post(
      '/v1/admin/jobs/dead/:id/retry',
      {
        config: { access: 'job:retry' },
        schema: {
          operationId: 'retryDeadJob',
          tags: ['admin'],
          summary: 'Do a dead job again',
          description:
            'It is due at once and has all its attempts again. Doing so twice is refused: the letter is gone.',
          params: IdParams,
          response: { 202: jsonResponse('It will be done', RetriedJob), ...refusals },
        },
      },
      async (request, reply) => {
        const { tenantId, userId } = principalOf(request)
        const retried = await retryDeadJob(db, { id: request.params.id, tenantId, userId, now: clock.now() })
        if (retried === undefined) {
          throw new ProblemError(
            'not_found',
            'There is no dead letter of that id. Somebody may have retried it.',
          )
        }
        return reply.code(202).send({ job_id: retried.jobId, job: retried.job })
      },
    )
    done()
  },
  { name: 'dead-letter-routes', dependencies: ['authorization', 'errors', 'openapi'] },
)
