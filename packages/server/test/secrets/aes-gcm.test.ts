import { testData } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { type CipherInput, decrypt, encrypt } from '../../src/secrets/aes-gcm.ts'

const hex = z.string().transform((text) => Buffer.from(text, 'hex'))

const Vectors = z.object({
  testGroups: z.array(
    z.object({
      keySize: z.int(),
      ivSize: z.int(),
      tagSize: z.int(),
      tests: z.array(
        z.object({
          tcId: z.int(),
          key: hex,
          iv: hex,
          aad: hex,
          msg: hex,
          ct: hex,
          tag: hex,
          result: z.enum(['valid', 'invalid']),
        }),
      ),
    }),
  ),
})

type Vector = z.output<typeof Vectors>['testGroups'][number]['tests'][number]

/** Those with keys, nonces and tags of our lengths; the others are no input of ours. */
function ourVectors(): Vector[] {
  return Vectors.parse(JSON.parse(testData('wycheproof-aes-gcm.json')))
    .testGroups.filter(({ keySize, ivSize, tagSize }) => keySize === 256 && ivSize === 96 && tagSize === 128)
    .flatMap(({ tests }) => tests)
}

const inputOf = ({ key, iv, aad }: Vector): CipherInput => ({ key, nonce: iv, context: aad })

function opens(input: CipherInput, sealed: Buffer): boolean {
  try {
    decrypt(input, sealed)
    return true
  } catch {
    return false
  }
}

it('encrypts and decrypts what Project Wycheproof does, and refuses what it has forged', () => {
  const vectors = ourVectors()
  const [valid, forged] = [
    vectors.filter(({ result }) => result === 'valid'),
    vectors.filter(({ result }) => result === 'invalid'),
  ]

  const differing = valid.filter((vector) => {
    const sealed = Buffer.concat([vector.ct, vector.tag])
    const input = inputOf(vector)
    return !encrypt(input, vector.msg).equals(sealed) || !decrypt(input, sealed).equals(vector.msg)
  })
  const taken = forged.filter((vector) => opens(inputOf(vector), Buffer.concat([vector.ct, vector.tag])))

  expect([differing, taken]).toEqual([[], []])
  expect([valid.length, forged.length]).toEqual([39, 27])
})

it('takes no tag that was cut short', () => {
  const [vector] = ourVectors().filter(({ result }) => result === 'valid')
  if (vector === undefined) throw new Error('There is a valid vector.')
  const sealed = encrypt(inputOf(vector), Buffer.alloc(0))

  const lengths = Array.from({ length: 17 }, (_, length) => length).filter((length) =>
    opens(inputOf(vector), sealed.subarray(0, length)),
  )

  expect(lengths).toEqual([16])
})
