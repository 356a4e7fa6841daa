import { errorCodeOf } from './redact.ts'

// Each of these can only happen while finding or opening a connection, before one byte of the request has left.
const connectCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/**
 * True when a failed fetch provably never sent its request. ECONNRESET is not in the list: a reset during the
 * connection and a reset after the provider acted look the same from here.
 */
export function wasNeverSent(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  // With several addresses Node reports one error holding the failure of each; all of them must qualify.
  if (thrown instanceof AggregateError) return thrown.errors.length > 0 && thrown.errors.every(wasNeverSent)
  const code = errorCodeOf(thrown)
  if (code !== null) return connectCodes.has(code)
  return thrown.cause !== undefined && wasNeverSent(thrown.cause)
}
