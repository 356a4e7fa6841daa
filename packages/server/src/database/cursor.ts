import { createHash } from 'node:crypto'

/** A place in a list: the items after this one, or those before it. */
export interface Place {
  readonly direction: 'after' | 'before'
  readonly id: string
}

/**
 * A place as callers hold it. It carries a fingerprint of the filters: a cursor that is sent with others would
 * silently skip items, so it is refused.
 */
export function toCursor({ direction, id }: Place, filters: object): string {
  return Buffer.from(JSON.stringify([direction, id, fingerprint(filters)])).toString('base64url')
}

/** The place, or nothing where the text is no cursor of this list. `idForm` is that of the list's ids. */
export function readCursor(cursor: string, filters: object, idForm = /^\d{1,18}$/): Place | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (!Array.isArray(parts) || parts.length !== 3) return undefined
    const [direction, id, print]: unknown[] = parts
    if (direction !== 'after' && direction !== 'before') return undefined
    if (typeof id !== 'string' || !idForm.test(id) || print !== fingerprint(filters)) return undefined
    return { direction, id }
  } catch {
    return undefined
  }
}

function fingerprint(filters: object): string {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined)
  return createHash('sha256').update(JSON.stringify(given.sort())).digest('base64url').slice(0, 16)
}
