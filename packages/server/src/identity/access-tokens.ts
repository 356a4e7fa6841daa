import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import jwt from '@fastify/jwt'
import { fastifyPlugin } from 'fastify-plugin'
import { z } from 'zod'
import type { NamedKey } from '../config/key-list.ts'
import type { App } from '../plugins/instance.ts'

export const audience = 'evenkeel-wallet'
export const tokenType = 'at+jwt'
const algorithm = 'EdDSA'

/** What an access token says. Times are in seconds, as RFC 7519 has them. */
export const AccessClaims = z.object({
  sub: z.uuid(),
  sid: z.uuid(),
  tid: z.string(),
  ver: z.int(),
  iat: z.int(),
  exp: z.int(),
})

export type AccessClaims = z.output<typeof AccessClaims>

export interface AccessTokenOptions {
  readonly keys: readonly NamedKey[]
  readonly issuer: string
}

/**
 * Signs and verifies access tokens: Ed25519 only, only by the keys of the configuration, only of our type, issuer and
 * audience. A key is looked up by its name in a map; a name that is not in it is no file, address or query.
 */
export const accessTokens = fastifyPlugin(
  async (app: App, { keys, issuer }: AccessTokenOptions) => {
    const [newest] = keys
    if (newest === undefined) throw new Error('Nothing can sign. Set EVENKEEL_SIGNING_KEYS.')
    const publicKeys = new Map(keys.map((key) => [key.id, publicPem(key)]))
    await app.register(jwt, {
      secret: {
        private: pem(privateKey(newest), 'pkcs8'),
        public: async (_request: unknown, token: unknown) => keyOf(token, publicKeys),
      },
      decode: { complete: true, checkTyp: tokenType },
      sign: {
        algorithm,
        kid: newest.id,
        header: { typ: tokenType, alg: algorithm },
        iss: issuer,
        aud: audience,
      },
      verify: {
        algorithms: [algorithm],
        checkTyp: tokenType,
        allowedIss: issuer,
        allowedAud: audience,
        requiredClaims: ['iss', 'aud', 'sub', 'sid', 'tid', 'ver', 'iat', 'exp'],
        // A revoked key must not live on in a cache, and verifying takes a tenth of a millisecond.
        cache: false,
      },
    })
  },
  { name: 'access-tokens' },
)

const header = z.object({
  header: z.strictObject({ alg: z.literal(algorithm), kid: z.string(), typ: z.literal(tokenType) }),
})

/** A header with anything else in it (`jku`, `jwk`, `crit`, ...) is none of ours. */
function keyOf(token: unknown, keys: ReadonlyMap<string, string>): string {
  const { kid } = header.parse(token).header
  const key = keys.get(kid)
  if (key === undefined) throw new Error('The token names a key that is not configured.')
  return key
}

// RFC 8410: what stands before the 32 bytes of an Ed25519 key.
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

export function privateKey({ bytes }: NamedKey): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8Head, bytes]), format: 'der', type: 'pkcs8' })
}

function publicPem(key: NamedKey): string {
  return pem(createPublicKey(privateKey(key)), 'spki')
}

function pem(key: KeyObject, type: 'pkcs8' | 'spki'): string {
  return String(key.export({ format: 'pem', type }))
}
