import { RevioReplyError } from '../errors/index.ts'

/**
 * Reads a reply's body as strict UTF-8, up to `maxBytes`. It counts what arrives instead of trusting
 * `Content-Length`, so an endless or inflated body costs at most the cap.
 */
export async function readText(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.byteLength
    if (size > maxBytes) {
      throw new RevioReplyError(
        'reply_too_large',
        `The reply is larger than ${maxBytes} bytes.`,
        response.status,
      )
    }
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch (cause) {
    throw new RevioReplyError('broken_json', 'The reply is not UTF-8 text.', response.status, { cause })
  }
}
