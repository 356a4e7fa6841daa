import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { expect, it } from 'vitest'
import { startEmbedded } from '../src/postgres/start-embedded.ts'

it('starts the version that was asked for in a temporary folder where its own cannot be used', async () => {
  // Nobody can make a folder inside a file.
  const server = await startEmbedded(18, `${fileURLToPath(import.meta.url)}/data`)
  const client = new Client({ connectionString: server.url })

  await client.connect()
  const { rows } = await client.query<{ version: string }>(
    `SELECT current_setting('server_version') AS version`,
  )
  await client.end()
  await server.stop()

  expect(rows[0]?.version).toMatch(/^18\./)
  expect(server.howToConnect).toMatch('It goes with its server at the end of this run')
})
