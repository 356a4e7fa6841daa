import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { ApiError } from '../wire/api-error.ts'
import type { VirtualClock } from '../world/simulator-clock.ts'
import type { World } from '../world/world.ts'
import { answerJson } from './answer.ts'
import { handleApi } from './handle-api.ts'
import { handleCheckout } from './handle-checkout.ts'
import { handleControl } from './handle-control.ts'

/** The simulator as an HTTP server that does not listen yet. */
export function createSimulatorServer(world: World, virtualClock: VirtualClock | null): Server {
  return createServer((request, response) => {
    handle(world, virtualClock, request, response).catch((error: unknown) => {
      if (error instanceof ApiError) {
        answerJson(response, error.status, error.body)
        return
      }
      console.error(error)
      if (response.headersSent) response.destroy()
      else answerJson(response, 500, { error: 'The simulator itself has failed; see its output.' })
    })
  })
}

async function handle(
  world: World,
  virtualClock: VirtualClock | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = URL.parse(request.url ?? '/', world.origin)
  if (url === null || isFromAnotherSite(request, world.origin)) {
    answerJson(response, 403, { error: 'Only pages of the simulator itself may use it from a browser.' })
    return
  }
  if (url.pathname === '/') {
    response.writeHead(303, { location: '/_simulator/' }).end()
    return
  }
  if (await handleControl(world, virtualClock, request, response, url)) return
  if (await handleCheckout(world, request, response, url)) return
  await handleApi(world, request, response, url)
}

// Any web page can make a browser post a form to this machine. Such a request names where it comes from. The payment
// page takes posts from other sites all the same: `direct_post_url` is made for them.
function isFromAnotherSite(request: IncomingMessage, origin: string): boolean {
  const claimed = request.headers.origin
  return claimed !== undefined && claimed !== origin && !(request.url ?? '').startsWith('/p/')
}
