import type { ServerResponse } from 'node:http'
import type { ArmedFault, FaultName } from '../world/faults.ts'
import type { World } from '../world/world.ts'
import { answerJson, answerText } from './answer.ts'
import type { ApiAnswer } from './api-routes.ts'

/** Faults that strike before the request acts. The others let it act first. */
export const faultsBeforeActing: readonly FaultName[] = [
  'hang_before',
  'reset_before',
  'server_error_before',
  'rate_limited',
  'redirect',
]

/** Answers as the fault says instead of as the API would. `answer` is null when the request has not acted. */
export async function answerWithFault(
  world: World,
  response: ServerResponse,
  fault: ArmedFault,
  answer: ApiAnswer | null,
): Promise<void> {
  const text = JSON.stringify(answer?.body ?? {})
  switch (fault.fault) {
    case 'hang_before':
    case 'hang_after':
      return
    case 'reset_before':
    case 'lost_response':
      response.socket?.resetAndDestroy()
      return
    case 'server_error_before':
    case 'server_error_after':
      return answerText(response, 500, 'text/html', '<h1>Server Error (500)</h1>')
    case 'bad_request_after':
      return answerText(response, 400, 'text/html', '<h1>Bad Request (400)</h1>')
    case 'rate_limited':
      return answerText(
        response,
        429,
        'application/json',
        JSON.stringify({ __all__: [{ message: 'Too many requests.', code: 'rate_limited' }] }),
        { 'retry-after': String(Math.ceil(fault.delayMs / 1000)) },
      )
    case 'redirect':
      return answerText(response, 302, 'text/html', '', { location: `${world.origin}/elsewhere/` })
    case 'wrong_content_type':
      return answerText(response, 200, 'text/html', `<!doctype html><pre>${text.length} bytes</pre>`)
    case 'broken_json':
      return answerText(response, 200, 'application/json', text.slice(0, Math.floor(text.length / 2)))
    case 'huge_body':
      return answerText(
        response,
        200,
        'application/json',
        JSON.stringify({ padding: 'x'.repeat(8 * 1024 * 1024) }),
      )
    case 'deep_json':
      return answerText(response, 200, 'application/json', `${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    case 'slow_drip':
      return drip(response, text)
    case 'reset_mid_body':
      return breakMidway(response, text)
    case 'webhook_before_response':
      await world.clock.idle()
      return answerJson(response, answer?.status ?? 200, answer?.body ?? {})
    default:
      throw new Error(`${fault.fault} is not a fault of an answer.`)
  }
}

function drip(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  let sent = 0
  const timer = setInterval(() => {
    response.write(text.charAt(sent % text.length))
    sent += 1
    if (sent >= text.length) response.end()
  }, 100)
  response.on('close', () => clearInterval(timer))
}

function breakMidway(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.write(text.slice(0, Math.floor(text.length / 2)), () => response.socket?.resetAndDestroy())
}
