import type { FastifyRequest } from 'fastify'

const longestAgent = 255

/** Where a login comes from, as its owner will see it in the list. */
export function clientOf({ ip, headers }: FastifyRequest): { clientIp: string; userAgent: string } {
  return {
    // A link-local address comes with the name of our network card behind it.
    clientIp: ip.split('%', 1)[0] ?? ip,
    userAgent: (headers['user-agent'] ?? '').slice(0, longestAgent),
  }
}
