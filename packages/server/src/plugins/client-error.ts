import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { problemMediaType } from '../contract/problem.ts'
import type { ProblemCode } from '../contract/problem-codes.ts'
import { problem } from './problem-of.ts'

const causes: Readonly<Record<string, { code: ProblemCode; detail: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { code: 'request_timeout', detail: 'Send the whole request within 10 s.' },
  HPE_HEADER_OVERFLOW: { code: 'headers_too_large', detail: 'Send at most 16 KiB of header fields.' },
}
const anything = { code: 'malformed_message', detail: 'Send a request as RFC 9112 describes it.' } as const

/** Answers what never became a request: there is only a socket to write to. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  // Whoever hung up does not read the answer.
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy(error)
    return
  }
  const { code, detail } = causes[error.code ?? ''] ?? anything
  const body = problem(code, detail)
  const text = JSON.stringify(body)
  const head = [
    `HTTP/1.1 ${body.status} ${STATUS_CODES[body.status]}`,
    `content-type: ${problemMediaType}`,
    `content-length: ${Buffer.byteLength(text)}`,
    'cache-control: no-store',
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`)
}
