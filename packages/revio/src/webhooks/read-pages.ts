import { z } from 'zod'
import type { Api } from '../api.ts'
import { RevioReplyError } from '../errors/index.ts'
import { parseShape } from '../wire.ts'

// A page too many is an error, never a list that is silently cut short.
const maxPages = 20

const pageSchema = z.looseObject({ results: z.array(z.unknown()), next: z.string().nullish() })

/** Reads a list to its end, page by page. */
export async function readPages<Item>(
  api: Api,
  name: string,
  firstUrl: URL,
  readItem: (body: unknown) => Item,
): Promise<readonly Item[]> {
  const items: Item[] = []
  let url: URL | null = firstUrl
  for (let page = 1; url !== null; page++) {
    if (page > maxPages)
      throw new RevioReplyError('reply_too_large', `There are more than ${maxPages} pages.`, null)
    const here: URL = url
    const body = await api.transport.read({
      name,
      prepare: () => ({ method: 'GET', url: here }),
      parse: (reply) => parseShape(pageSchema, reply, 'page'),
    })
    items.push(...body.results.map(readItem))
    url = body.next == null ? null : requireOwnUrl(body.next, api.baseUrl)
  }
  return items
}

// `next` is an absolute address out of a reply, and the key goes wherever we go.
function requireOwnUrl(next: string, baseUrl: URL): URL {
  const url = URL.parse(next)
  if (url?.origin === baseUrl.origin) return url
  const message = `The next page is not at ${baseUrl.host}; it was not asked for.`
  throw new RevioReplyError('unexpected_shape', message, null)
}
