import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError, refuseAll } from '../wire/api-error.ts'
import { fieldsOf, type Json } from '../wire/wire-json.ts'
import { distort } from '../world/distort.ts'
import { namesOf, objectFaults, requestFaults } from '../world/faults.ts'
import type { RequestEntry, World } from '../world/world.ts'
import { answerJson } from './answer.ts'
import { answerWithFault, faultsBeforeActing } from './answer-with-fault.ts'
import { type ApiAnswer, pacingFaults } from './api-routes.ts'
import { findRoute } from './find-route.ts'
import { readJson } from './read-body.ts'

const faultsOfAnswers = namesOf(requestFaults).filter((name) => !pacingFaults.includes(name))

/**
 * Answers one request of the gateway's API, or does to it what an armed fault says.
 *
 * The order is the point: the request is logged, then a fault may strike before anything is done, then the action
 * happens, and only then may a fault spoil the answer.
 */
export async function handleApi(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const method = request.method ?? 'GET'
  try {
    const { route, id } = findRoute(method, url.pathname)
    const body = await readJson(request)
    const isTest = authenticate(world, request.headers.authorization)
    const entry = logRequest(world, route.operation, method, url.pathname, body)
    const fault = world.faults.take(faultsOfAnswers, route.operation)
    entry.fault = fault?.fault ?? null
    response.on('finish', () => {
      entry.status = response.statusCode
    })
    if (fault !== null && faultsBeforeActing.includes(fault.fault)) {
      await answerWithFault(world, response, fault, null)
      return
    }
    const pacing = world.faults.take(pacingFaults, route.operation)
    const answer = route.handle({ world, isTest, id, query: url.searchParams, body, pacing })
    const told = tellUntruth(world, route.operation, answer)
    if (fault !== null) await answerWithFault(world, response, fault, told)
    else send(response, told)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    answerJson(response, error.status, error.body)
  }
}

function authenticate(world: World, authorization: string | undefined): boolean {
  const { testKey, liveKey } = world.credentials
  if (authorization === undefined) {
    throw refuseAll(401, 'authentication_failed', 'Authorization header missing.')
  }
  if (authorization === `Bearer ${testKey}`) return true
  if (authorization === `Bearer ${liveKey}`) return false
  throw refuseAll(401, 'authentication_failed', 'Incorrect secret_key.')
}

function logRequest(world: World, operation: string, method: string, path: string, body: Json): RequestEntry {
  const { reference } = fieldsOf(body)
  const entry: RequestEntry = {
    atMs: world.clock.now(),
    operation,
    method,
    path,
    reference: typeof reference === 'string' ? reference : null,
    fault: null,
    status: null,
  }
  world.requests.push(entry)
  return entry
}

function tellUntruth(world: World, operation: string, answer: ApiAnswer): ApiAnswer {
  const untruth = answer.body === null ? null : world.faults.take(namesOf(objectFaults), operation)
  return untruth === null ? answer : { ...answer, body: distort(answer.body, untruth.fault) }
}

function send(response: ServerResponse, answer: ApiAnswer): void {
  if (answer.body !== null) answerJson(response, answer.status, answer.body)
  else response.writeHead(answer.status).end()
}
