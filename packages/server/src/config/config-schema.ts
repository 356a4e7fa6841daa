import { isIP } from 'node:net'
import { z } from 'zod'

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
  trustedProxies: z
    .string()
    .transform((list) => list.split(',').map((entry) => entry.trim()))
    .refine((entries) => entries.every(isAddressOrRange), 'addresses or ranges, separated by commas')
    .default([])
    .register(settings, {
      variable: 'EVENKEEL_TRUSTED_PROXIES',
      about: 'the proxies whose word on the address of a client is believed',
      example: '10.0.0.0/8,192.0.2.7',
    }),
  webOrigins: z
    .string()
    .transform((list) => list.split(',').map((entry) => entry.trim()))
    .refine((entries) => entries.every(isOrigin), 'origins like the example, separated by commas')
    .default([])
    .register(settings, {
      variable: 'EVENKEEL_WEB_ORIGINS',
      about: 'the origins whose pages may call the API from a browser',
      example: 'https://app.example.com,https://staff.example.com',
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

/** A scheme, a host and perhaps a port, written as browsers write them: anything else would never match. */
function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && ['https:', 'http:'].includes(url.protocol) && url.origin === text
}

function isPostgresUrl(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && ['postgres:', 'postgresql:'].includes(url.protocol) && url.pathname.length > 1
}

function isAddressOrRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}
