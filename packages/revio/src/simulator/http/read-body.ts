import type { IncomingMessage } from 'node:http'
import { refuseAll } from '../wire/api-error.ts'
import type { Json } from '../wire/wire-json.ts'

const maxBytes = 1024 * 1024

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > maxBytes) throw refuseAll(413, 'too_large', 'The body is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Reads a JSON body; an absent one is an empty object. */
export async function readJson(request: IncomingMessage): Promise<Json> {
  const text = await readBody(request)
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw refuseAll(400, 'parse_error', 'The body is not JSON.')
  }
}

/** Reads the fields of an HTML form. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams(await readBody(request))
}
