import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { RevioSignatureError, signWebhook, verifyWebhook } from '../../src/index.ts'
import { foreignData, goldenWebhook } from '../support/foreign-data.ts'

const wycheproofSchema = z.object({
  testGroups: z.array(
    z.object({
      publicKeyPem: z.string(),
      tests: z.array(
        z.object({
          tcId: z.int(),
          comment: z.string(),
          msg: z.string(),
          sig: z.string(),
          result: z.string(),
        }),
      ),
    }),
  ),
})

const oldKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
const newKey = generateKeyPairSync('rsa', { modulusLength: 3072 })
const pem = (pair: typeof oldKey): string => String(pair.publicKey.export({ type: 'spki', format: 'pem' }))
const rawBody = Buffer.from('{"id": "p1", "event_type": "purchase.paid"}')
const signature = signWebhook(rawBody, oldKey.privateKey)

describe('the golden vector of the platform', () => {
  it('is accepted and read', () => {
    const event = verifyWebhook(golden())

    expect(event).toMatchObject({
      kind: 'purchase',
      type: 'purchase.created',
      purchase: { status: 'created', amount: { amount: 100n, currency: 'EUR' }, isTest: true, payment: null },
    })
  })

  it('is refused when the same JSON is written again', () => {
    const webhook = golden()
    const rewritten = Buffer.from(JSON.stringify(JSON.parse(webhook.rawBody.toString())))

    expect(codeOf({ ...webhook, rawBody: rewritten })).toBe('signature_mismatch')
  })

  it('is refused after any one bit of its body has changed', () => {
    const webhook = golden()

    const accepted = changedBits(webhook.rawBody).filter(
      (changed) => codeOf({ ...webhook, rawBody: changed }) === null,
    )

    expect(accepted).toEqual([])
  })

  it('is refused after any one bit of its signature has changed', () => {
    const webhook = golden()
    const changes = changedBits(Buffer.from(webhook.signature, 'base64'))

    const accepted = changes.filter(
      (changed) => codeOf({ ...webhook, signature: changed.toString('base64') }) === null,
    )

    expect(changes).toHaveLength(2048)
    expect(accepted).toEqual([])
  })

  it('is accepted with its key as the endpoint and as settings spell it', () => {
    const { key, ...webhook } = goldenWebhook()
    const spellings = [JSON.stringify(key), key.replaceAll('\n', '\\n')]

    expect(spellings.map((spelling) => codeOf({ ...webhook, keys: [spelling] }))).toEqual([null, null])
  })
})

describe.each(['wycheproof-rsa-2048-sha256.json', 'wycheproof-rsa-3072-sha256.json'])('%s', (name) => {
  it('is accepted where valid and refused everywhere else', () => {
    const cases = foreignData(name, wycheproofSchema).testGroups.flatMap(({ publicKeyPem, tests }) =>
      tests.map((test) => ({ ...test, publicKeyPem })),
    )

    const wrong = cases.filter(({ msg, sig, publicKeyPem, result }) => {
      const code = codeOf({
        rawBody: Buffer.from(msg, 'hex'),
        signature: Buffer.from(sig, 'hex').toString('base64'),
        keys: [publicKeyPem],
      })
      return (code === null) !== (result === 'valid')
    })

    expect(cases.length).toBeGreaterThan(250)
    expect(wrong).toEqual([])
  })
})

describe('verifyWebhook', () => {
  it('accepts both the old and the new key during a rotation', () => {
    const keys = [pem(oldKey), pem(newKey)]

    const codes = [oldKey, newKey].map((pair) =>
      codeOf({ rawBody, signature: signWebhook(rawBody, pair.privateKey), keys }),
    )

    expect(codes).toEqual([null, null])
  })

  it.each([
    ['a space before', ` ${signature}`],
    ['a newline after', `${signature}\n`],
    ['junk within', `${signature.slice(0, 8)}!!${signature.slice(8)}`],
    ['no padding', signature.replace(/=+$/, '')],
    ['too much padding', `${signature}=`],
    ['the URL alphabet', Buffer.from(signature, 'base64').toString('base64url')],
    ['hex', Buffer.from(signature, 'base64').toString('hex')],
    ['two values', `${signature}, ${signature}`],
    ['two headers', [signature, signature]],
    ['stray bits in the last character', signature.replace(/[A-Za-z0-9+/]==$/, (end) => `${next(end)}==`)],
    ['a megabyte', 'A'.repeat(1024 * 1024)],
  ])('refuses a signature with %s', (_, odd) => {
    const code = codeOf({ rawBody, signature: odd, keys: [pem(oldKey)] })

    expect(['signature_malformed', 'signature_mismatch']).toContain(code)
  })

  it('refuses an absent and an empty signature', () => {
    const codes = [undefined, ''].map((absent) => codeOf({ rawBody, signature: absent, keys: [pem(oldKey)] }))

    expect(codes).toEqual(['signature_missing', 'signature_missing'])
  })

  it('refuses keys that are small, of another kind, or no keys at all', () => {
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const other = generateKeyPairSync('ed25519')

    const codes = [[pem(small)], [pem(other)], ['not a key'], []].map((keys) =>
      codeOf({ rawBody, signature, keys }),
    )

    expect(codes).toEqual(['key_unusable', 'key_unusable', 'key_unusable', 'key_unusable'])
  })

  it('keeps signed bytes that are not JSON we would act on', () => {
    const bodies = [
      '',
      'null',
      '[]',
      '{"a": 9007199254740993}',
      '{"a": 1, "a": 2}',
      '['.repeat(100_000),
      '{"__proto__": 1}',
    ]

    const kinds = [...bodies.map((text) => Buffer.from(text)), Buffer.from([0xff])].map(
      (body) => verifySigned(body).kind,
    )

    expect(new Set(kinds)).toEqual(new Set(['unreadable']))
  })

  it('keeps events and objects that it does not know', () => {
    const strange = verifySigned(Buffer.from('{"type": "voucher", "id": "v1", "event_type": "voucher.used"}'))
    const shapeless = verifySigned(
      Buffer.from('{"type": "purchase", "id": 7, "event_type": "purchase.paid"}'),
    )

    expect(strange).toMatchObject({ kind: 'unrecognised', type: 'voucher.used', wire: { id: 'v1' } })
    expect(shapeless).toMatchObject({ kind: 'unrecognised', type: 'purchase.paid', wire: { id: 7 } })
  })

  it('answers for any signed bytes, and gives equal bytes an equal digest', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          expect(verifySigned(bytes).digest).toBe(verifySigned(Uint8Array.from(bytes)).digest)
        },
      ),
      { numRuns: 50 },
    )
  })
})

function verifySigned(body: Uint8Array): ReturnType<typeof verifyWebhook> {
  return verifyWebhook({
    rawBody: body,
    signature: signWebhook(body, oldKey.privateKey),
    keys: [pem(oldKey)],
  })
}

/** Null when accepted. */
function golden(): { rawBody: Buffer; signature: string; keys: string[] } {
  const { key, ...webhook } = goldenWebhook()
  return { ...webhook, keys: [key] }
}

function codeOf(webhook: Parameters<typeof verifyWebhook>[0]): string | null {
  try {
    verifyWebhook(webhook)
    return null
  } catch (error) {
    if (error instanceof RevioSignatureError) return error.code
    throw error
  }
}

function changedBits(bytes: Buffer): Buffer[] {
  return Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const changed = Buffer.from(bytes)
    changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
    return changed
  })
}

// The base64 character after this one decodes to the same byte when only padding bits differ.
function next(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  return alphabet.charAt(alphabet.indexOf(character.charAt(0)) + 1)
}
