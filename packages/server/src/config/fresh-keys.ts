import { randomBytes } from 'node:crypto'
import { writeKey } from './key-list.ts'

/** Keys of a new installation, as the environment wants them. The name tells when, or where, they were made. */
export function freshKeys(id: string): { EVENKEEL_SIGNING_KEYS: string; EVENKEEL_ENCRYPTION_KEYS: string } {
  return {
    EVENKEEL_SIGNING_KEYS: writeKey({ id, bytes: randomBytes(32) }),
    EVENKEEL_ENCRYPTION_KEYS: writeKey({ id, bytes: randomBytes(32) }),
  }
}
