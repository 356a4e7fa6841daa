import type { Config } from '../config/config-schema.ts'
import { exitCodes } from './exit-codes.ts'
import { StartError } from './start-error.ts'

/** The keys that `npm start` makes for itself have this name. */
export const demoKeyName = 'demo'

/** Keys of a demo lie in a folder of a checkout, for everybody who uses that machine. They protect nobody's money. */
export function refuseDemoKeys({ signingKeys, encryptionKeys }: Config): void {
  if (![...signingKeys, ...encryptionKeys].some(({ id }) => id === demoKeyName)) return
  throw new StartError(
    exitCodes.usage,
    'EVENKEEL_SIGNING_KEYS or EVENKEEL_ENCRYPTION_KEYS holds a key of the demo. Make others: evenkeel-server keys.',
  )
}
