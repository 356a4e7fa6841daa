import { onTestFinished } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { createDependencies, type Dependencies } from '../../src/dependencies.ts'
import { createLogger } from '../../src/observability/logger.ts'
import type { App } from '../../src/plugins/instance.ts'
import { testKeys } from './test-keys.ts'

export interface OpenApp extends Dependencies {
  readonly app: App
  /** What has been logged so far, one object a line. */
  logged(): Record<string, unknown>[]
}

/** Nobody listens there, so whatever needs a database fails at once. */
export const noDatabase = 'postgres://127.0.0.1:1/nothing'

/** The whole service as a process would build it, closed when the test is over. Routes may still be added to it. */
export async function openApp(
  environment: NodeJS.ProcessEnv = {},
  { identify }: Partial<Pick<Dependencies, 'identify'>> = {},
): Promise<OpenApp> {
  const lines: string[] = []
  const config = readConfig({
    DATABASE_URL: noDatabase,
    PORT: '0',
    LOG_LEVEL: 'debug',
    ...testKeys,
    ...environment,
  })
  const logger = createLogger(config.logLevel, { write: (line) => void lines.push(line) })
  const created = createDependencies(config, logger)
  const dependencies = identify === undefined ? created : { ...created, identify }
  const app = await buildApp(dependencies)
  onTestFinished(async () => {
    await app.close()
    await dependencies.close()
  })
  return { ...dependencies, app, logged: () => lines.map((line) => JSON.parse(line)) }
}
