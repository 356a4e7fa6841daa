import { z } from 'zod'

/** A secret key with the name under which tokens and sealed values remember it. */
export interface NamedKey {
  readonly id: string
  readonly bytes: Buffer
}

const keyBytes = 32
const fewestDistinctBytes = 20

/** `name:key,name:key`: the first is used for what is new, the others for what is still about. */
export function keyList() {
  return z
    .string({ error: 'set: there is no default; "evenkeel-server keys" makes one' })
    .transform((list) => list.split(',').map((entry) => keyOf(entry.trim())))
    .refine(
      (keys) => keys.every(isStrong),
      'name:key pairs like the example, of 32 random bytes in base64url',
    )
    .transform((keys) => keys.filter(isStrong))
    .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, 'a list without a name twice')
}

export function writeKey({ id, bytes }: NamedKey): string {
  return `${id}:${bytes.toString('base64url')}`
}

function keyOf(entry: string): NamedKey | undefined {
  const [, id, text] = /^([a-z0-9][a-z0-9-]{0,31}):([\w-]{43})$/.exec(entry) ?? []
  if (id === undefined || text === undefined) return undefined
  return { id, bytes: Buffer.from(text, 'base64url') }
}

/** 32 random bytes have about 30 distinct ones; words, zeros and patterns have few. */
function isStrong(key: NamedKey | undefined): key is NamedKey {
  return key?.bytes.length === keyBytes && new Set(key.bytes).size >= fewestDistinctBytes
}
