import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Problem, problemMediaType } from '../contract/problem.ts'
import type { ProblemBody } from './problem-of.ts'

const retryAfterSeconds = '5'

/**
 * Answers with a problem. It is text by the time Fastify sees it, so no serializer can fail on the way to telling
 * what failed.
 */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, body: ProblemBody): FastifyReply {
  const { errors, ...rest } = body
  const problem: Problem = {
    ...rest,
    instance: request.url.split('?', 1)[0],
    request_id: request.id,
    ...(errors !== undefined && { errors }),
  }
  request.problemCode = problem.code
  // Said here as well, because an address that cannot be read is answered before any hook runs.
  reply.header('x-request-id', request.id).header('cache-control', 'no-store')
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  if (problem.status === 503 && !reply.hasHeader('retry-after'))
    reply.header('retry-after', retryAfterSeconds)
  return reply.code(problem.status).type(problemMediaType).send(JSON.stringify(problem))
}
