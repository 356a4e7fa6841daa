import type { Keyring } from '../secrets/keyring.ts'

/** Bodies name people and bank accounts, so they are sealed; the digest binds each to its own row. */
export function sealBody(keyring: Keyring, { digest, body }: { digest: Buffer; body: Uint8Array }): Buffer {
  return keyring.seal(Buffer.from(body), placeOf(digest))
}

export function openBody(
  keyring: Keyring,
  { digest, sealedBody }: { digest: Buffer; sealedBody: Buffer },
): Buffer {
  return keyring.open(sealedBody, placeOf(digest))
}

const placeOf = (digest: Buffer): string => `webhook.sealed_body ${digest.toString('hex')}`
