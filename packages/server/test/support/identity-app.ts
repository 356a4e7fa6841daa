import { type FakeClock, fakeClock } from '@evenkeel/test-support'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import type { Pool } from 'pg'
import { onTestFinished } from 'vitest'
import { buildApp } from '../../src/app.ts'
import type { BankAccountVerifier } from '../../src/bank-accounts/bank-account-verifier.ts'
import { bankAccountLetters } from '../../src/bank-accounts/letters.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { actAs } from '../../src/database/act.ts'
import { createDependencies, type Dependencies } from '../../src/dependencies.ts'
import { identityLetters } from '../../src/identity/letters.ts'
import { deliverMails } from '../../src/mails/deliver-mails.ts'
import { createMailbox } from '../../src/mails/mailbox.ts'
import type { Letter } from '../../src/mails/mailer.ts'
import { createLogger } from '../../src/observability/logger.ts'
import type { App } from '../../src/plugins/instance.ts'
import { useServiceRoles } from './service-roles.ts'
import { testKeys } from './test-keys.ts'

export const password = 'seven lamps on the quay'

export interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
  readonly session_id: string
  readonly expires_in: number
}

/** A user of one test, with an address of its own. */
export interface TestUser {
  readonly mail: string
  readonly id: string
}

export interface IdentityApp extends Dependencies {
  readonly app: App
  readonly pool: Pool
  /** Begins at the machine's time, because that is what the signature's library looks at. */
  readonly clock: FakeClock
  logged(): string
  send(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    options?: SendOptions,
  ): Promise<LightMyRequestResponse>
  /** Delivers what is due, and answers with the letters to one address, the newest first. */
  lettersTo(mail: string): Promise<Letter[]>
  tokenFromLetter(mail: string): Promise<string>
  /** Somebody who has registered and confirmed. */
  newUser(): Promise<TestUser>
  logIn(user: TestUser, extra?: object): Promise<Tokens>
}

export interface SendOptions {
  readonly body?: object
  readonly token?: string
  readonly headers?: Record<string, string>
}

let users = 0
let addresses = 0

function newAddress(): string {
  addresses += 1
  return `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`
}

/**
 * The service on the database of the test file, with a clock that the test moves and a mailbox it can look into. It
 * connects with the rights that `roles.sql` grants, and no others; the pool of the test is the owner's.
 */
export async function openIdentity(
  environment: NodeJS.ProcessEnv = {},
  given: { bankAccountVerifier?: BankAccountVerifier } = {},
): Promise<IdentityApp> {
  const { database: testDatabase, application } = await useServiceRoles()
  const { pool } = testDatabase
  const lines: string[] = []
  const clock = fakeClock(new Date())
  const mailbox = createMailbox()
  const config = readConfig({
    DATABASE_URL: application.url,
    LOG_LEVEL: 'debug',
    ...testKeys,
    ...environment,
  })
  const logger = createLogger(config.logLevel, { write: (line) => void lines.push(line) })
  const dependencies = createDependencies(config, logger, { ...given, clock, mailer: mailbox })
  const app = await buildApp(dependencies)
  onTestFinished(async () => {
    await app.close()
    await dependencies.close()
  })

  const { database, identity } = dependencies
  const composers = {
    ...identityLetters({ appUrl: config.appUrl, lifetimes: identity.lifetimes }),
    ...bankAccountLetters,
  }
  const delivery = { db: database.db, clock, logger, mailer: mailbox, composers }

  const service: IdentityApp = {
    ...dependencies,
    app,
    pool,
    clock,
    logged: () => lines.join(''),
    send(method, path, { body, token, headers = {} } = {}) {
      const request: InjectOptions = {
        method,
        url: path,
        // From an address of its own, so that the limits of one address do not answer instead of what is asked.
        remoteAddress: newAddress(),
        headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
        ...(body !== undefined && { payload: body }),
      }
      return app.inject(request)
    },
    async lettersTo(mail) {
      while ((await actAs({ actor: 'job:mails' }, () => deliverMails(delivery))) > 0);
      return mailbox.letters().filter(({ to }) => to === mail)
    },
    async tokenFromLetter(mail) {
      const [letter] = await service.lettersTo(mail)
      return /ekm_[\w-]+/.exec(letter?.text ?? '')?.[0] ?? 'no token'
    },
    async newUser() {
      users += 1
      const mail = `user${users}@example.com`
      await service.send('POST', '/v1/auth/register', { body: { mail, name: 'Thandi Nkosi' } })
      const token = await service.tokenFromLetter(mail)
      const made = await service.send('POST', '/v1/auth/register/confirm', { body: { token, password } })
      if (made.statusCode !== 201) throw new Error(`Nobody was registered: ${made.body}`)
      return { mail, id: made.json().id }
    },
    async logIn({ mail }, extra = {}) {
      const answer = await service.send('POST', '/v1/auth/login', { body: { mail, password, ...extra } })
      if (answer.statusCode !== 200) throw new Error(`Nobody was logged in: ${answer.body}`)
      return answer.json()
    },
  }
  return service
}

/** Status and code of a problem, for one comparison. */
export function problemOf(answer: LightMyRequestResponse): { status: number; code: string } {
  const { status, code } = answer.json()
  return { status, code }
}
