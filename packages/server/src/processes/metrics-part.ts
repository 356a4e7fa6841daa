import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Metrics } from '../observability/metrics.ts'
import type { Part } from './run-parts.ts'

export interface MetricsPart extends Part {
  readonly url: string
}

/**
 * Serves the figures on a port of their own: they are for the people who run the service, and a port that is not
 * published cannot be reached by anybody else.
 */
export async function startMetrics(
  metrics: Metrics,
  { host, port }: { host: string; port: number },
): Promise<MetricsPart> {
  const server = createServer({ requestTimeout: 5_000 }, (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    metrics.read().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    )
  }).listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return {
    name: 'metrics',
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/metrics`,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
