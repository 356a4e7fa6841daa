import { createHash } from 'node:crypto'

/** Randomness that repeats: the same seed and the same questions give the same answers. */
export type Random = {
  /** At least 0, below 1. */
  fraction(): number
  bytes(length: number): Buffer
  uuid(): string
}

/** A stream of SHA-256 over seed and counter. Slow beside a real generator and equal on every machine. */
export function createRandom(seed: string): Random {
  let counter = 0
  const bytes = (length: number): Buffer => {
    const blocks: Buffer[] = []
    for (let have = 0; have < length; have += 32) {
      blocks.push(createHash('sha256').update(`${seed}:${counter++}`).digest())
    }
    return Buffer.concat(blocks).subarray(0, length)
  }
  return {
    bytes,
    fraction: () => bytes(4).readUInt32BE() / 2 ** 32,
    uuid() {
      const raw = bytes(16)
      raw.writeUInt8((raw.readUInt8(6) & 0x0f) | 0x40, 6)
      raw.writeUInt8((raw.readUInt8(8) & 0x3f) | 0x80, 8)
      return raw.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    },
  }
}
