import { checkPrimeSync, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { createRandom, type Random } from './random.ts'

export type SigningKey = {
  readonly privateKey: KeyObject
  readonly publicPem: string
}

const exponent = 65537n
const primeBytes = 128
const made = new Map<string, SigningKey>()

/**
 * An RSA key of 2048 bits that depends on the seed alone, so that a replayed run repeats its signatures byte for byte.
 *
 * Anyone who knows the seed knows the key: it protects nothing, and is for the simulator only. Keys are kept for the
 * life of the process, as each costs some tenths of a second to find.
 */
export function seededKey(seed: string): SigningKey {
  const known = made.get(seed)
  if (known !== undefined) return known
  const random = createRandom(`rsa:${seed}`)
  const p = findPrime(random)
  const q = findPrime(random)
  const d = inverse(exponent, (p - 1n) * (q - 1n))
  const jwk = {
    kty: 'RSA',
    n: encode(p * q),
    e: encode(exponent),
    d: encode(d),
    p: encode(p),
    q: encode(q),
    dp: encode(d % (p - 1n)),
    dq: encode(d % (q - 1n)),
    qi: encode(inverse(q, p)),
  }
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
  const publicPem = String(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }))
  const key = { privateKey, publicPem }
  made.set(seed, key)
  return key
}

function findPrime(random: Random): bigint {
  const start = random.bytes(primeBytes)
  // The two highest bits make the product of two primes exactly 2048 bits long; the lowest makes it odd.
  start.writeUInt8(start.readUInt8(0) | 0xc0, 0)
  start.writeUInt8(start.readUInt8(primeBytes - 1) | 1, primeBytes - 1)
  let candidate = BigInt(`0x${start.toString('hex')}`)
  while ((candidate - 1n) % exponent === 0n || !checkPrimeSync(candidate)) candidate += 2n
  return candidate
}

/** The number that times `value` leaves 1 when divided by `modulus`, by Euclid's algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b] = [modulus, value]
  let [x, y] = [0n, 1n]
  while (b !== 0n) {
    const quotient = a / b
    ;[a, b] = [b, a - quotient * b]
    ;[x, y] = [y, x - quotient * y]
  }
  return ((x % modulus) + modulus) % modulus
}

function encode(value: bigint): string {
  const hex = value.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url')
}
