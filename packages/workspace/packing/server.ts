// What a user of the published package writes first: the service in a process of their own, here without a database.
import assert from 'node:assert/strict'
import {
  type App,
  buildApp,
  createDependencies,
  createLogger,
  describeConfig,
  freshKeys,
  readConfig,
} from '@evenkeel/server'

const config = readConfig({
  DATABASE_URL: 'postgres://wallet:secret@127.0.0.1:1/wallet',
  ...freshKeys('first'),
})
const dependencies = createDependencies(config, createLogger('silent'))
const app: App = await buildApp(dependencies)

const alive = await app.inject('/livez')
const ready = await app.inject('/readyz')

assert.deepEqual(alive.json(), { status: 'alive' })
assert.equal(ready.json<{ code: string }>().code, 'not_ready')
assert.ok(!describeConfig(config).includes('secret'))
await app.close()
await dependencies.close()
