import type { Keyring } from '../secrets/keyring.ts'
import { placeOf, sealedColumns } from '../secrets/sealed-columns.ts'

/** Bodies name people and bank accounts, so they are sealed; the digest binds each to its own row. */
export function sealBody(
  keyring: Keyring,
  { tenantId, digest, body }: { tenantId: number; digest: Buffer; body: Uint8Array },
): Buffer {
  return keyring.seal(Buffer.from(body), bodyPlace({ tenantId, digest }))
}

export function openBody(
  keyring: Keyring,
  { tenantId, digest, sealedBody }: { tenantId: number; digest: Buffer; sealedBody: Buffer },
): Buffer {
  return keyring.open(sealedBody, bodyPlace({ tenantId, digest }))
}

const bodyPlace = ({ tenantId, digest }: { tenantId: number; digest: Buffer }): string =>
  placeOf(sealedColumns.webhookBody, { tenantId, id: `\\x${digest.toString('hex')}` })
