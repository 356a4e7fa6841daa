/** Seen from the client: `to-server` carries requests, `to-client` replies. */
export type Direction = 'to-server' | 'to-client'

/**
 * What becomes of a COMMIT. It `passes`; or its client's connection breaks, and the COMMIT `lands` before that, or
 * `never-arrives`, or `arrives-late`: it stays in the proxy until `deliverHeld()`, its transaction open meanwhile.
 */
export type CommitFate = 'passes' | 'lands' | 'never-arrives' | 'arrives-late'

/** What a proxy does to the traffic that passes. One at a time. */
export type Fault =
  | { readonly kind: 'none' }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'cut'; readonly direction: Direction; readonly afterBytes: number }
  | { readonly kind: 'swallow-replies' }
  | { readonly kind: 'lose-reply-to'; readonly text: string }
  | { readonly kind: 'hold-requests' }
  | { readonly kind: 'commits'; readonly fateOf: () => CommitFate }

export const noFault: Fault = { kind: 'none' }
