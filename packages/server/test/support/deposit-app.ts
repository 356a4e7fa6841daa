import { randomUUID } from 'node:crypto'
import { money } from '@evenkeel/ledger'
import { assertInvariants, postgresContents } from '@evenkeel/ledger/testing'
import { type Simulator, type SimulatorSettings, startSimulator } from '@evenkeel/revio/simulator'
import { type FakeClock, fakeClock, useDatabase } from '@evenkeel/test-support'
import type { LightMyRequestResponse } from 'fastify'
import type { Pool } from 'pg'
import { onTestFinished } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/read-config.ts'
import type { Principal } from '../../src/contract/access.ts'
import { createDependencies, type Dependencies } from '../../src/dependencies.ts'
import { createLogger } from '../../src/observability/logger.ts'
import type { App } from '../../src/plugins/instance.ts'
import { person } from './people.ts'
import { testKeys } from './test-keys.ts'
import { walletSchema } from './wallet-schema.ts'

export interface DepositApp extends Dependencies {
  readonly app: App
  readonly pool: Pool
  readonly clock: FakeClock
  readonly simulator: Simulator
  logged(): Record<string, unknown>[]
  /** Somebody with a row of their own, so that tests share a database and no wallet. */
  newOwner(): Promise<Principal>
  readonly finance: Principal
  send(
    as: Principal,
    method: 'GET' | 'POST',
    path: string,
    options?: { body?: object; key?: string; headers?: Record<string, string> },
  ): Promise<LightMyRequestResponse>
}
