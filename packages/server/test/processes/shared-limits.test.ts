import { useDatabase, waitFor } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { startProgram } from '../support/program.ts'
import { testKeys } from '../support/test-keys.ts'
import { walletSchema } from '../support/wallet-schema.ts'

const database = await useDatabase(walletSchema)

/** One process of the service, as it is deployed; the answer is where it listens. */
async function startProcess(): Promise<string> {
  const program = startProgram('main.ts', {
    environment: { ...testKeys, DATABASE_URL: database.url, PORT: '0', EVENKEEL_UNSAFE_DATABASE: 'allow' },
  })
  const found = await waitFor(() => /listening at (http:\/\/[\d.:]+)/.exec(program.output()), {
    within: 30_000,
    what: 'the server to listen',
  })
  return String(found?.[1])
}

it('counts what one address asks of two processes together', async () => {
  const processes = await Promise.all([startProcess(), startProcess()])
  const logIn = async (url: string): Promise<number> => {
    const answer = await fetch(`${url}/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ mail: 'thandi@example.com', password: 'a guess of somebody' }),
    })
    return answer.status
  }

  const statuses = await Promise.all(processes.flatMap((url) => [1, 2, 3, 4, 5].map(() => logIn(url))))

  expect(statuses.sort()).toEqual([401, 401, 401, 401, 401, 429, 429, 429, 429, 429])
})
