import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'

/**
 * One line for each request, when it is over, with named fields only. The path comes without its query: people put
 * tokens there. A request that took longer than 2 s is a warning, whatever its answer.
 */
export class RequestLog extends LogController {
  readonly #slowMs: number

  constructor({ slowMs = 2_000 }: { slowMs?: number } = {}) {
    super({ requestIdLogLabel: 'request_id' })
    this.#slowMs = slowMs
  }

  override incomingRequest(): void {}

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const durationMs = Math.round(reply.elapsedTime)
    const fields = {
      method: request.method,
      route: request.routeOptions.url,
      path: request.url.split('?', 1)[0],
      status: reply.statusCode,
      duration_ms: durationMs,
      client_ip: request.ip,
      ...(request.principal && { user: request.principal.userId, tenant: request.principal.tenant }),
      ...(error && { err: error }),
    }
    if (reply.elapsedTime > this.#slowMs) request.log.warn(fields, 'slow request')
    else if (reply.statusCode < 400 && request.routeOptions.config.isProbe)
      request.log.debug(fields, 'request')
    else request.log.info(fields, 'request')
  }

  // Written by the errors plugin, which knows what an error means.
  override defaultErrorLog(): void {}
  override routeNotFound(): void {}
}
