import { isIP } from 'node:net'
import { z } from 'zod'
import { depositLimits } from './deposit-limits.ts'
import { keyList } from './key-list.ts'
import { isPublicKey, readPublicKeys } from './public-keys.ts'
import { withdrawalLimits } from './withdrawal-limits.ts'

/** What a person is told about a setting: in the documentation, and when its value is refused. */
export interface Setting {
  /** The environment variable. Ours begin with EVENKEEL_; the others are conventions of hosting platforms. */
  readonly variable: string
  /** One line: what it decides. */
  readonly about: string
  readonly example: string
  /** Never printed; may also be given as the path of a file in `<variable>_FILE`. */
  readonly isSecret?: boolean
}

export const settings: z.core.$ZodRegistry<Setting> = z.registry<Setting>()

/**
 * Every setting of the service. Values arrive as text; what is not given is undefined. A message completes the
 * sentence "PORT must be ...".
 */
export const configSchema = z.object({
  databaseUrl: z
    .string({ error: 'set: there is no default' })
    .refine(isPostgresUrl, 'an address like the example')
    .register(settings, {
      variable: 'DATABASE_URL',
      about: 'the PostgreSQL that holds the books, as a role that may write to them',
      example: 'postgres://wallet:secret@127.0.0.1:5432/wallet',
      isSecret: true,
    }),
  host: z
    .string()
    .regex(/^[\w.:-]+$/, 'a name or an address')
    .default('127.0.0.1')
    .register(settings, {
      variable: 'HOST',
      about: 'the address to listen on; 0.0.0.0 for every one, as in a container',
      example: '0.0.0.0',
    }),
  port: wholeNumber({ from: 0, to: 65_535 }).default(3000).register(settings, {
    variable: 'PORT',
    about: 'the port to listen on; 0 for a free one',
    example: '8080',
  }),
  logLevel: z
    .enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'], {
      error: 'one of silent, fatal, error, warn, info, debug, trace',
    })
    .default('info')
    .register(settings, {
      variable: 'LOG_LEVEL',
      about: 'the least important lines to log',
      example: 'debug',
    }),
  databasePoolSize: wholeNumber({ from: 1, to: 200 }).default(10).register(settings, {
    variable: 'EVENKEEL_DATABASE_POOL_SIZE',
    about: 'the most connections that requests of this process may hold at once',
    example: '20',
  }),
  trustedProxies: addressRanges().default([]).register(settings, {
    variable: 'EVENKEEL_TRUSTED_PROXIES',
    about: 'the proxies whose word on the address of a client is believed',
    example: '10.0.0.0/8,192.0.2.7',
  }),
  metricsPort: wholeNumber({ from: 0, to: 65_535 }).optional().register(settings, {
    variable: 'EVENKEEL_METRICS_PORT',
    about: 'the port that /metrics is served on, at the same address; without it there is none',
    example: '9464',
  }),
  docsPage: z.enum(['on', 'off'], { error: 'on or off' }).default('off').register(settings, {
    variable: 'EVENKEEL_DOCS_PAGE',
    about: 'whether people can read and try the API at /docs; programs always find /openapi.json',
    example: 'on',
  }),
  unsafeDatabase: z
    .enum(['refuse', 'allow'], { error: 'refuse or allow' })
    .default('refuse')
    .register(settings, {
      variable: 'EVENKEEL_UNSAFE_DATABASE',
      about: 'whether to start on a PostgreSQL that may lose what it has confirmed; for tests alone',
      example: 'allow',
    }),
  drainDelayMs: wholeNumber({ from: 0, to: 60_000 }).default(0).register(settings, {
    variable: 'EVENKEEL_DRAIN_DELAY_MS',
    about: 'how long a stopping process says "not ready" before it refuses connections',
    example: '5000',
  }),
  stopTimeoutMs: wholeNumber({ from: 100, to: 600_000 }).default(20_000).register(settings, {
    variable: 'EVENKEEL_STOP_TIMEOUT_MS',
    about: 'how long requests may take to finish when the process is told to stop',
    example: '25000',
  }),
  signingKeys: keyList().register(settings, {
    variable: 'EVENKEEL_SIGNING_KEYS',
    about: 'the Ed25519 keys of access tokens: the first one signs, all of them are believed',
    example: '2026-11:ZXhhbXBsZSBvbmx5LCBtYWtlIHlvdXIgb3duIG9uZSE',
    isSecret: true,
  }),
  encryptionKeys: keyList().register(settings, {
    variable: 'EVENKEEL_ENCRYPTION_KEYS',
    about: 'the AES-256 keys of what is encrypted in the database: the first one seals, all of them open',
    example: '2026-11:YW5vdGhlciBleGFtcGxlLCBtYWtlIHlvdXIgb3duLi4',
    isSecret: true,
  }),
  issuer: z
    .string()
    .regex(/^[\w.:/-]{1,200}$/, 'a name or an address without spaces')
    .default('evenkeel')
    .register(settings, {
      variable: 'EVENKEEL_ISSUER',
      about: 'who signs the access tokens; another name in each environment keeps their tokens apart',
      example: 'https://wallet.example',
    }),
  accessTokenMinutes: wholeNumber({ from: 15, to: 60 }).default(15).register(settings, {
    variable: 'EVENKEEL_ACCESS_TOKEN_MINUTES',
    about: 'how long an access token is good for',
    example: '30',
  }),
  refreshTokenDays: wholeNumber({ from: 7, to: 30 }).default(7).register(settings, {
    variable: 'EVENKEEL_REFRESH_TOKEN_DAYS',
    about: 'how long a login lasts that is not refreshed',
    example: '14',
  }),
  loginDays: wholeNumber({ from: 1, to: 365 }).default(30).register(settings, {
    variable: 'EVENKEEL_LOGIN_DAYS',
    about: 'how long a login lasts at most, however often it is refreshed',
    example: '90',
  }),
  bankAccountCoolingHours: wholeNumber({ from: 0, to: 720 }).default(24).register(settings, {
    variable: 'EVENKEEL_BANK_ACCOUNT_COOLING_HOURS',
    about: 'how long no money goes to a bank account after it was linked or changed',
    example: '48',
  }),
  webOrigins: z
    .string()
    .transform((list) => list.split(',').map((entry) => entry.trim()))
    .refine((entries) => entries.every(isOrigin), 'origins like the example, separated by commas')
    .default([])
    .register(settings, {
      variable: 'EVENKEEL_WEB_ORIGINS',
      about: 'the web pages that may call the API from a browser, and keep a login in a cookie',
      example: 'https://wallet.example,https://admin.wallet.example',
    }),
  appUrl: z
    .string()
    .refine((text) => isAddress(text, ['https:', 'http:']), 'an address like the example')
    .optional()
    .register(settings, {
      variable: 'EVENKEEL_APP_URL',
      about: 'the web page that links in mails lead to; without it, mails show the code to enter',
      example: 'https://wallet.example',
    }),
  smtpUrl: z
    .string()
    .refine((text) => isAddress(text, ['smtp:', 'smtps:']), 'an address like the example')
    .optional()
    .register(settings, {
      variable: 'EVENKEEL_SMTP_URL',
      about: 'the server that takes mails; without it they wait in the database',
      example: 'smtps://wallet:secret@mail.example:465',
      isSecret: true,
    }),
  revioWebhookKeys: z
    .string()
    .transform(readPublicKeys)
    .refine(
      (keys) => keys.length > 0 && keys.every(isPublicKey),
      'public RSA keys in PEM, one after the other',
    )
    .default([])
    .register(settings, {
      variable: 'EVENKEEL_REVIO_WEBHOOK_KEYS',
      about: 'the public keys that webhooks of Revio are signed with; during a rotation the old and the new',
      example: '-----BEGIN PUBLIC KEY-----\\nMIIBIjAN...\\n-----END PUBLIC KEY-----',
      isSecret: true,
    }),
  webhookAddresses: addressRanges().default([]).register(settings, {
    variable: 'EVENKEEL_WEBHOOK_ADDRESSES',
    about: 'the addresses that webhooks may come from; without it they may come from any',
    example: '192.0.2.0/24,198.51.100.7',
  }),
  workerPlaces: z
    .string()
    .regex(/^[1-9]\d?,[1-9]\d?,[1-9]\d?$/, 'three whole numbers from 1 to 99, separated by commas')
    .transform((list) => list.split(',').map(Number))
    .default([4, 4, 2])
    .register(settings, {
      variable: 'EVENKEEL_WORKER_PLACES',
      about: 'how many jobs of the queues high, default and low a worker does at once',
      example: '8,4,1',
    }),
  mailFrom: z
    .string()
    .regex(/^[^\r\n]{3,255}$/, 'a line like the example')
    .default('Evenkeel <no-reply@localhost>')
    .register(settings, {
      variable: 'EVENKEEL_MAIL_FROM',
      about: 'the sender of mails',
      example: 'Wallet <no-reply@wallet.example>',
    }),
  depositLimits: depositLimits().register(settings, {
    variable: 'EVENKEEL_DEPOSIT_LIMITS',
    about: 'the currencies that wallets may be in, each with its smallest and largest deposit',
    example: 'ZAR:10.00-100000.00,MYR:5.00-20000.00',
  }),
  withdrawalLimits: withdrawalLimits().register(settings, {
    variable: 'EVENKEEL_WITHDRAWAL_LIMITS',
    about: 'the currencies that can be withdrawn, each with the limits that differ from the usual ones',
    example:
      'ZAR most=5000.00 fee=1.00 daily=10000.00 two-approvers-above=2500.00; MYR least=20.00 pending=2',
  }),
  securityCoolingHours: wholeNumber({ from: 0, to: 720 }).default(24).register(settings, {
    variable: 'EVENKEEL_SECURITY_COOLING_HOURS',
    about: 'how long nothing can be withdrawn after a new password or second factor',
    example: '48',
  }),
  revioSecretKey: z
    .string()
    .regex(/^[\x21-\x7e]{8,200}$/, 'a key without spaces')
    .optional()
    .register(settings, {
      variable: 'EVENKEEL_REVIO_SECRET_KEY',
      about: 'our key at Revio; without it nobody can pay in',
      example: 'copy-it-from-the-dashboard',
      isSecret: true,
    }),
  revioBrandId: z.uuid({ error: 'a UUID' }).optional().register(settings, {
    variable: 'EVENKEEL_REVIO_BRAND_ID',
    about: 'our brand at Revio; goes with the key',
    example: '409eb80e-3782-4b1d-afa8-b779759266a5',
  }),
  revioMode: z.enum(['live', 'test'], { error: 'live or test' }).default('live').register(settings, {
    variable: 'EVENKEEL_REVIO_MODE',
    about: 'the mode of that key; money of the other mode is never credited',
    example: 'test',
  }),
  revioUrl: z
    .string()
    .refine((text) => isAddress(text, ['https:', 'http:']), 'an address like the example')
    .optional()
    .register(settings, {
      variable: 'EVENKEEL_REVIO_URL',
      about: 'where the API of Revio is, if not at its usual address',
      example: 'http://127.0.0.1:4010/api/v1/',
    }),
})

export type Config = Readonly<z.output<typeof configSchema>>

/** Digits only: `Number` would also take '', '0x10', '1e3' and ' 7 '. */
function wholeNumber({ from, to }: { from: number; to: number }) {
  const message = `a whole number from ${from} to ${to}`
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= from && value <= to, message)
}

function addressRanges() {
  return z
    .string()
    .transform((list) => list.split(',').map((entry) => entry.trim()))
    .refine((entries) => entries.every(isAddressOrRange), 'addresses or ranges, separated by commas')
}

function isPostgresUrl(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && ['postgres:', 'postgresql:'].includes(url.protocol) && url.pathname.length > 1
}

function isAddress(text: string, protocols: readonly string[]): boolean {
  const url = URL.parse(text)
  return url !== null && protocols.includes(url.protocol) && url.host !== ''
}

/** As browsers send it: no path, no slash at the end, no port that goes without saying. */
function isOrigin(text: string): boolean {
  return isAddress(text, ['https:', 'http:']) && URL.parse(text)?.origin === text
}

function isAddressOrRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}
