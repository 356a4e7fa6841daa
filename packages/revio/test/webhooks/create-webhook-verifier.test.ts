import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createWebhookVerifier, signWebhook, type WebhookVerifierSettings } from '../../src/index.ts'

const [first, second, stranger] = Array.from({ length: 3 }, () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }),
)
const rawBody = Buffer.from('{"type": "purchase", "event_type": "purchase.paid"}')

describe('createWebhookVerifier', () => {
  it('reads the company key when it first needs it', async () => {
    const { verify, fetches } = companyOf(first)

    expect(await verify(signedBy(first))).toMatchObject({ type: 'purchase.paid' })
    expect(fetches()).toBe(1)
  })

  it('accepts a new company key after a rotation, says so, and still accepts the old one', async () => {
    const company = companyOf(first)
    await company.verify(signedBy(first))
    company.rotateTo(second)
    company.wait(5 * 60_000)

    const events = [await company.verify(signedBy(second)), await company.verify(signedBy(first))]

    expect(events.map(({ kind }) => kind)).toEqual(['unrecognised', 'unrecognised'])
    expect(company.changes()).toBe(1)
    expect(company.fetches()).toBe(2)
  })

  it('reads the key at most once in five minutes, however many forgeries arrive', async () => {
    const { verify, fetches } = companyOf(first)

    const results = await Promise.allSettled(
      Array.from({ length: 50 }, async () => verify(signedBy(stranger))),
    )
    await Promise.allSettled([verify(signedBy(stranger))])

    expect(results.every(({ status }) => status === 'rejected')).toBe(true)
    expect(fetches()).toBe(1)
  })

  it('refuses when the key cannot be read, and says why', async () => {
    const seen: unknown[] = []
    const outage = new Error('down')
    const verify = createWebhookVerifier({
      keys: [],
      fetchCompanyKey: async () => Promise.reject(outage),
      onCompanyKeyUnavailable: (error) => seen.push(error),
    })

    await expect(verify(signedBy(first))).rejects.toMatchObject({ name: 'RevioSignatureError' })

    expect(seen).toEqual([outage])
  })

  it('reads no key for a signature that no key could fit', async () => {
    const { verify, fetches } = companyOf(first)

    await expect(verify({ rawBody, signature: 'junk!' })).rejects.toMatchObject({
      code: 'signature_malformed',
    })

    expect(fetches()).toBe(0)
  })
})

/** A company with a key that it can change, and a verifier of what it signs. */
function companyOf(pair: typeof first): {
  verify: ReturnType<typeof createWebhookVerifier>
  rotateTo: (pair: typeof first) => void
  wait: (ms: number) => void
  fetches: () => number
  changes: () => number
} {
  let current = pair
  let nowMs = 0
  let fetches = 0
  let changes = 0
  const settings: WebhookVerifierSettings = {
    keys: [],
    fetchCompanyKey: async () => {
      fetches += 1
      return String(current?.publicKey.export({ type: 'spki', format: 'pem' }))
    },
    onCompanyKeyChanged: () => {
      changes += 1
    },
    clock: { now: () => nowMs },
  }
  return {
    verify: createWebhookVerifier(settings),
    rotateTo(next) {
      current = next
    },
    wait(ms) {
      nowMs += ms
    },
    fetches: () => fetches,
    changes: () => changes,
  }
}

function signedBy(pair: typeof first): { rawBody: Buffer; signature: string | undefined } {
  return { rawBody, signature: pair === undefined ? undefined : signWebhook(rawBody, pair.privateKey) }
}
