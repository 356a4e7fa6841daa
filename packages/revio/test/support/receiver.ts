import { createServer } from 'node:http'

export type Received = {
  readonly rawBody: Buffer
  readonly signature: string | undefined
  readonly event: string
}

/** A host that receives webhooks, and keeps their bytes. */
export type Receiver = {
  readonly url: string
  readonly received: readonly Received[]
  /** What it answers from now on: a status, chosen per body when it is a function. */
  answerWith(status: number | ((received: Received) => number)): void
  close(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  let answer: (received: Received) => number = () => 200
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const rawBody = Buffer.concat(chunks)
      const header = request.headers['x-signature']
      const { event_type: event } = JSON.parse(rawBody.toString())
      const one = {
        rawBody,
        signature: typeof header === 'string' ? header : undefined,
        event: String(event),
      }
      received.push(one)
      response.writeHead(answer(one)).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port.')
  return {
    url: `http://127.0.0.1:${address.port}/webhooks/`,
    received,
    answerWith(status) {
      answer = typeof status === 'number' ? () => status : status
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
