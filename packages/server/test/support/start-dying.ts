import { waitFor } from '@evenkeel/test-support'
import type { LightMyRequestResponse } from 'fastify'
import { expect } from 'vitest'
import type { Principal } from '../../src/contract/access.ts'
import type { FailpointName } from '../../src/failpoints/failpoint.ts'
import type { DepositApp } from './deposit-app.ts'
import { type Program, startProgram } from './program.ts'

export interface Death {
  readonly at: FailpointName
  /** Whom it believes to be who they say. */
  readonly knows?: readonly Principal[]
  /** How far its clock is ahead of the machine's. */
  readonly aheadMs?: number
}

/** Starts a server or a worker beside the service, which is killed when it comes to a failpoint. */
export function startDying(
  service: DepositApp,
  as: 'server' | 'worker',
  { at, knows = [], aheadMs = 0 }: Death,
): Program {
  return startProgram('../test/support/dying-service.ts', {
    environment: {
      ...service.environment,
      LOG_LEVEL: 'error',
      DIES_AS: as,
      DIES_AT: at,
      KNOWS: JSON.stringify(knows),
      AHEAD_MS: String(aheadMs),
    },
  })
}

export interface DyingServer {
  readonly server: Program
  readonly url: string
}

export async function startDyingServer(service: DepositApp, death: Death): Promise<DyingServer> {
  const server = startDying(service, 'server', death)
  const found = await waitFor(() => /listening at (\S+)/.exec(server.output()), {
    within: 60_000,
    what: 'the server to listen',
  })
  return { server, url: String(found?.[1]) }
}

export interface Asked {
  readonly as: Principal
  readonly path: string
  readonly body: object
  readonly headers?: Record<string, string>
}

/** Asks the server that dies over it. */
export async function askDying(
  { server, url }: DyingServer,
  { as, path, body, headers }: Asked,
): Promise<void> {
  const answer = fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-person': as.userId,
      'idempotency-key': 'k',
      ...headers,
    },
    body: JSON.stringify(body),
  })
  await expect(answer).rejects.toThrow()
  expect(await server.ended).toBe('SIGKILL')
}

/**
 * Asks the one that lives for the same, once the lease of the request that was cut off is over, and as long as
 * PostgreSQL has not noticed that its connection is gone.
 */
export async function askAgain(
  service: DepositApp,
  { as, path, body, headers = {} }: Asked,
): Promise<LightMyRequestResponse> {
  service.clock.set(new Date(Date.now() + 60_000))
  return waitFor(
    async () => {
      const answer = await service.send(as, 'POST', path, { body, headers, key: 'k' })
      if (answer.json().code === 'request_running') throw new Error(answer.body)
      return answer
    },
    { what: 'the end of the request that was cut off' },
  )
}
