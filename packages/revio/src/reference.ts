import { RevioInputError } from './errors/index.ts'

/** Our only handle on an object whose id was lost with the reply, so an empty one is refused. */
export function requireReference(reference: string): string {
  if (reference.length >= 1 && reference.length <= 128) return reference
  throw new RevioInputError('A reference has 1 to 128 characters.')
}
