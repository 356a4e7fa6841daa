import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fc, test as property } from '@fast-check/vitest'
import { expect, it, onTestFinished } from 'vitest'
import { ConfigError } from '../../src/config/config-error.ts'
import { describeConfig } from '../../src/config/describe-config.ts'
import { freshKeys } from '../../src/config/fresh-keys.ts'
import { readConfig, settingsByName } from '../../src/config/read-config.ts'

const keys = freshKeys('test')
const databaseUrl = 'postgres://wallet:canary@db.example:5433/wallet?password=canary'

function refusal(environment: NodeJS.ProcessEnv): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('The environment was accepted.')
}

function secretFile(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-config-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'secret'), content)
  return join(folder, 'secret')
}

it('needs nothing but the address of the database and the keys', () => {
  const config = readConfig({ ...keys, DATABASE_URL: databaseUrl })

  expect(config).toEqual({
    databaseUrl,
    host: '127.0.0.1',
    port: 3000,
    logLevel: 'info',
    databasePoolSize: 10,
    trustedProxies: [],
    webOrigins: [],
    metricsPort: undefined,
    docsPage: 'off',
    unsafeDatabase: 'refuse',
    drainDelayMs: 0,
    stopTimeoutMs: 20_000,
    signingKeys: [{ id: 'test', bytes: expect.any(Buffer) }],
    encryptionKeys: [{ id: 'test', bytes: expect.any(Buffer) }],
    issuer: 'evenkeel',
    accessTokenMinutes: 15,
    refreshTokenDays: 7,
    loginDays: 30,
    bankAccountCoolingHours: 24,
    securityCoolingHours: 24,
    revioWebhookKeys: [],
    webhookAddresses: [],
    workerPlaces: [4, 4, 2],
    mailFrom: 'Evenkeel <no-reply@localhost>',
    depositLimits: expect.objectContaining({ currencies: ['ZAR'] }),
    withdrawalLimits: expect.objectContaining({ currencies: ['ZAR'] }),
    revioMode: 'live',
  })
})

it('tells everything that is wrong at once, with what each setting is and an example', () => {
  const message = refusal({ PORT: '80a', LOG_LEVEL: 'loud', EVENKEEL_TRUSTED_PROXIES: '10.0.0.0/33' })

  expect(message).toContain('6 settings are wrong')
  expect(message).toContain('DATABASE_URL must be set')
  expect(message).toContain('PORT must be a whole number from 0 to 65535, and is "80a".')
  expect(message).toContain('Example: PORT=8080')
  expect(message).toContain('LOG_LEVEL must be one of silent')
  expect(message).toContain('EVENKEEL_TRUSTED_PROXIES must be addresses or ranges')
})

property.prop([fc.string()])('takes a port or refuses it, and never takes what is none', (text) => {
  const isPort = /^\d{1,9}$/.test(text) && Number(text) <= 65_535

  const read = (): number => readConfig({ ...keys, DATABASE_URL: databaseUrl, PORT: text }).port

  if (text === '') expect(read()).toBe(3000)
  else if (isPort) expect(read()).toBe(Number(text))
  else expect(read).toThrow(ConfigError)
})

it('reads a secret from a file, without the line break at its end', () => {
  const config = readConfig({ ...keys, DATABASE_URL_FILE: secretFile(`${databaseUrl}\n`) })

  expect(config.databaseUrl).toBe(databaseUrl)
})

it('refuses a secret that is given twice, and a file that cannot be read', () => {
  const twice = refusal({ ...keys, DATABASE_URL: databaseUrl, DATABASE_URL_FILE: secretFile(databaseUrl) })
  const missing = refusal({ ...keys, DATABASE_URL_FILE: '/nowhere/secret' })

  expect(twice).toContain('DATABASE_URL and DATABASE_URL_FILE are both set: keep one.')
  expect(missing).toContain('DATABASE_URL_FILE names "/nowhere/secret", which cannot be read (ENOENT).')
  expect(missing).toContain('One setting is wrong')
})

it('takes a variable that is set to nothing as not set, and leaves unknown ones alone', () => {
  const config = readConfig({ ...keys, DATABASE_URL: databaseUrl, PORT: '', EVENKEEL_UNHEARD_OF: 'x' })

  expect(config.port).toBe(3000)
})

it('cannot be changed once it is read', () => {
  const config = readConfig({
    ...keys,
    DATABASE_URL: databaseUrl,
    EVENKEEL_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
  })

  expect(config.trustedProxies).toEqual(['10.0.0.0/8', '::1'])
  expect(Object.isFrozen(config) && Object.isFrozen(config.trustedProxies)).toBe(true)
})

it('never says a secret: not when it is refused, not when it is printed', () => {
  const refused = refusal({ ...keys, DATABASE_URL: 'mysql://wallet:canary@db.example/wallet' })
  const printed = describeConfig(readConfig({ ...keys, DATABASE_URL: databaseUrl }))

  expect(refused).not.toContain('canary')
  expect(printed).not.toContain('canary')
  expect(printed).toContain('postgres://wallet:***@db.example:5433/wallet')
})

it('describes every setting it reads', () => {
  const config = readConfig({ ...keys, DATABASE_URL: databaseUrl })

  expect([...settingsByName.keys()]).toEqual(Object.keys(config))
})

it.for([
  ['no name', 'AAAA'],
  ['zeros', `k:${Buffer.alloc(32).toString('base64url')}`],
  ['words', `k:${Buffer.from('correct horse battery staple 123').toString('base64url')}`],
  ['too short', `k:${Buffer.from('short').toString('base64url')}`],
  ['one name twice', `${keys.EVENKEEL_SIGNING_KEYS},${keys.EVENKEEL_SIGNING_KEYS}`],
  ['the example', String(settingsByName.get('signingKeys')?.example)],
  ['the other example', String(settingsByName.get('encryptionKeys')?.example)],
] as const)('refuses a weak or malformed key, and does not say it: %s', ([, value]) => {
  const message = refusal({ ...keys, DATABASE_URL: databaseUrl, EVENKEEL_SIGNING_KEYS: value })

  expect(message).toContain('EVENKEEL_SIGNING_KEYS must be')
  expect(message.split('Example:')[0]).not.toContain(value)
})

it('takes several keys, the first of them for what is new', () => {
  const older = freshKeys('older').EVENKEEL_SIGNING_KEYS
  const config = readConfig({
    ...keys,
    DATABASE_URL: databaseUrl,
    EVENKEEL_SIGNING_KEYS: `${keys.EVENKEEL_SIGNING_KEYS}, ${older}`,
  })

  expect(config.signingKeys.map(({ id }) => id)).toEqual(['test', 'older'])
  expect(describeConfig(config)).not.toContain(older.split(':')[1])
})
