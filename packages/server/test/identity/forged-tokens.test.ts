import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { expect, it } from 'vitest'
import { readConfig } from '../../src/config/read-config.ts'
import { privateKey } from '../../src/identity/access-tokens.ts'
import { type IdentityApp, openIdentity } from '../support/identity-app.ts'
import { testKeys } from '../support/test-keys.ts'

type Json = Record<string, unknown>

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

const { signingKeys } = readConfig({ DATABASE_URL: 'postgres://127.0.0.1/nothing', ...testKeys })
const [ourKey] = signingKeys.map(privateKey)
if (ourKey === undefined) throw new Error('The test has no key.')
const ours: KeyObject = ourKey
const theirs = generateKeyPairSync('ed25519').privateKey

function signed(header: unknown, claims: unknown, key: KeyObject = ours): string {
  const input = `${encode(header)}.${encode(claims)}`
  return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`
}

function hmacSigned(header: unknown, claims: unknown, secret: string | Buffer): string {
  const input = `${encode(header)}.${encode(claims)}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

async function genuine(service: IdentityApp): Promise<{ token: string; header: Json; claims: Json }> {
  const { access_token: token } = await service.logIn(await service.newUser())
  const [header = '', claims = ''] = token.split('.')
  const decode = (part: string): Json => JSON.parse(Buffer.from(part, 'base64url').toString())
  return { token, header: decode(header), claims: decode(claims) }
}

/** Every attack of its kind on one genuine token. What is signed with our own key is what a bug of ours would make. */
function forgeries({ token, header, claims }: { token: string; header: Json; claims: Json }): string[] {
  const [head = '', body = '', signature = ''] = token.split('.')
  const without = (from: Json, name: string): Json =>
    Object.fromEntries(Object.entries(from).filter(([key]) => key !== name))
  const publicKey = createPublicKey(ours)
  const publicForms = [
    publicKey.export({ format: 'pem', type: 'spki' }),
    publicKey.export({ format: 'der', type: 'spki' }),
    JSON.stringify(publicKey.export({ format: 'jwk' })),
    ` ${publicKey.export({ format: 'pem', type: 'spki' })}`,
    String(publicKey.export({ format: 'jwk' }).x),
    '',
  ]
  const kids = [
    '',
    '../../etc/passwd',
    '/dev/null',
    "' OR 1=1 --",
    'https://example.com/key',
    'test\u0000',
    'TEST',
    'test ',
    '__proto__',
    'constructor',
    'toString',
  ]
  const algorithms = [
    'none',
    'None',
    'NONE',
    'nOnE',
    '',
    'HS256',
    'HS384',
    'HS512',
    'RS256',
    'PS256',
    'ES256',
    'ES384',
    'Ed25519',
    'eddsa',
    'EDDSA',
    'EdDSA ',
    null,
    1,
    ['EdDSA'],
    { alg: 'EdDSA' },
  ]
  const types = ['JWT', 'jwt', '', 'rt+jwt', 'at+jwt ', 'AT+JWT', 'application/at+jwt', null, 1, ['at+jwt']]
  const jwk = createPublicKey(theirs).export({ format: 'jwk' })
  const extras: Json[] = [
    { jku: 'https://example.com/jwks' },
    { x5u: 'https://example.com/x' },
    { jwk },
    { x5c: ['AAAA'] },
    { crit: ['exp'] },
    { crit: ['b64'], b64: false },
    { b64: false },
    { cty: 'JWT' },
    { zip: 'DEF' },
    { enc: 'A256GCM' },
    { kid2: 'x' },
  ]
  const now = Math.floor(Date.now() / 1000)
  const badClaims: Json[] = [
    ...['sub', 'sid', 'tid', 'ver', 'iat', 'exp', 'iss', 'aud'].flatMap((name) => [
      without(claims, name),
      ...[null, '', 0, -1, true, [], {}, 'x', '1e400'].map((value) => ({ ...claims, [name]: value })),
    ]),
    { ...claims, nbf: now + 3_600 },
    { ...claims, nbf: 'tomorrow' },
    { ...claims, exp: now - 1 },
    { ...claims, exp: 1.5 },
    { ...claims, iss: ['evenkeel', 'other'] },
    { ...claims, iss: 'evenkeel-staging' },
    { ...claims, aud: ['other'] },
    { ...claims, tid: 'other' },
    { ...claims, ver: Number(claims['ver']) + 1 },
    { ...claims, sid: crypto.randomUUID() },
    { ...claims, sub: crypto.randomUUID() },
    { ...claims, sub: "' OR 1=1 --" },
  ]
  const bodies: unknown[] = [
    [],
    [claims],
    'text',
    '"text"',
    '',
    'null',
    '1',
    '{"sub":',
    `${JSON.stringify(claims)} `.repeat(2),
  ]
  const heads: unknown[] = [[], [header], 'text', '', 'null', '{"alg":"EdDSA"']

  return [
    // Another algorithm, with our signature, none, another's, and our public key as a shared secret.
    ...algorithms.flatMap((alg) => [
      signed({ ...header, alg }, claims),
      `${encode({ ...header, alg })}.${body}.`,
      `${encode({ ...header, alg })}.${body}.${signature}`,
      signed({ ...header, alg }, claims, theirs),
      ...publicForms.map((secret) => hmacSigned({ ...header, alg }, claims, secret)),
    ]),
    ...kids.flatMap((kid) => [
      signed({ ...header, kid }, claims),
      signed({ ...header, kid }, claims, theirs),
    ]),
    ...[null, 1, ['test'], { id: 'test' }].map((kid) => signed({ ...header, kid }, claims)),
    ...types.flatMap((typ) =>
      typ === header['typ']
        ? []
        : [signed({ ...header, typ }, claims), signed({ ...header, typ }, claims, theirs)],
    ),
    ...extras.flatMap((extra) => [
      signed({ ...header, ...extra }, claims),
      signed({ ...header, ...extra }, claims, theirs),
    ]),
    ...['alg', 'kid', 'typ'].map((name) => signed(without(header, name), claims)),
    ...badClaims.map((forged) => signed(header, forged)),
    ...bodies.map((forged) => signed(header, forged)),
    ...heads.map((forged) => signed(forged, claims)),
    // Genuine parts that do not belong together, and texts that decode to the same bytes.
    signed(header, claims, theirs),
    signed(header, token),
    `${head}.${encode({ ...claims, sub: crypto.randomUUID() })}.${signature}`,
    ...Array.from({ length: 86 }, (_, index) => `${head}.${body}.${flip(signature, index)}`),
    ...Array.from({ length: 60 }, (_, index) => `${flip(head, index)}.${body}.${signature}`),
    ...Array.from({ length: 60 }, (_, index) => `${head}.${flip(body, index)}.${signature}`),
    `${token}=`,
    `${token}.`,
    `.${token}`,
    `${token}.${signature}`,
    `${head}.${body}`,
    head,
    '',
    '.',
    '..',
    '...',
    `${head}..${signature}`,
    `.${body}.${signature}`,
    `${head}.${body}.${signature.slice(0, -1)}`,
    `${head}.${body}.${signature}A`,
    `${head}.${body}.${lastSignChanged(signature)}`,
    ` ${token}`,
    `${head}.${body}. ${signature}`,
    `${head}.${body}.${'A'.repeat(86)}`,
    `${'A'.repeat(10_000)}.${body}.${signature}`,
    `${head}.${'A'.repeat(12_000)}.${signature}`,
  ]
}

function flip(text: string, index: number): string {
  const at = index % text.length
  return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
}

/** The last sign of 64 bytes carries four bits that mean nothing; every text with others decodes to the same bytes. */
function lastSignChanged(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = alphabet.indexOf(signature.at(-1) ?? '')
  return `${signature.slice(0, -1)}${alphabet[last ^ 1]}`
}

it('refuses every forged token with an answer that tells nothing, and takes the genuine one', async () => {
  const service = await openIdentity()
  const token = await genuine(service)
  const forged = [...new Set(forgeries(token))].filter((candidate) => candidate !== token.token)

  const answers = await Promise.all(
    forged.map((candidate) => service.send('GET', '/v1/me', { token: candidate })),
  )

  expect(forged.length).toBeGreaterThan(500)
  const accepted = forged.filter((_, index) => answers[index]?.statusCode !== 401)
  expect(accepted).toEqual([])
  const told = new Set(answers.map((answer) => String(answer.json().code)))
  // What is signed by us may be told to be over; to whoever cannot sign, every answer is the same.
  expect([...told].sort()).toEqual(['invalid_token', 'session_ended', 'token_expired', 'token_outdated'])
  const unsigned = [...forged].flatMap((candidate, index) =>
    isSignedByUs(candidate) ? [] : [answers[index]],
  )
  const bodies = new Set(unsigned.map((answer) => JSON.stringify({ ...answer?.json(), request_id: '' })))
  expect(bodies.size).toBe(1)
  expect((await service.send('GET', '/v1/me', { token: token.token })).statusCode).toBe(200)
})

function isSignedByUs(candidate: string): boolean {
  const [head = '', body = '', signature = ''] = candidate.split('.')
  const expected = sign(null, Buffer.from(`${head}.${body}`), ours).toString('base64url')
  return expected === signature
}

it('asks for a token where none came, and takes none from anywhere but the header', async () => {
  const service = await openIdentity()
  const { token } = await genuine(service)

  const answers = await Promise.all([
    service.send('GET', '/v1/me'),
    service.send('GET', `/v1/me?access_token=${token}`),
    service.send('GET', '/v1/me', { headers: { cookie: `token=${token}` } }),
  ])

  expect(answers.map((answer) => answer.json().code)).toEqual([
    'not_logged_in',
    'not_logged_in',
    'not_logged_in',
  ])
  expect(answers[0]?.headers['www-authenticate']).toBe('Bearer')
})

it('believes an older key as long as it is configured, and not a moment longer', async () => {
  const older = testKeys.EVENKEEL_SIGNING_KEYS
  const newer = older.replace('test:', 'next:').replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'))
  const before = await openIdentity()
  const { access_token: token } = await before.logIn(await before.newUser())
  const rotated = await openIdentity({ EVENKEEL_SIGNING_KEYS: `${newer},${older}` })
  const retired = await openIdentity({ EVENKEEL_SIGNING_KEYS: newer })

  const answers = await Promise.all(
    [rotated, retired].map((service) => service.send('GET', '/v1/me', { token })),
  )

  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 401])
})
