/** Seen from the client: `to-server` carries requests, `to-client` replies. */
export type Direction = 'to-server' | 'to-client'

/** What a proxy does to the traffic that passes. One at a time. */
export type Fault =
  | { readonly kind: 'none' }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'cut'; readonly direction: Direction; readonly afterBytes: number }
  | { readonly kind: 'swallow-replies' }
  | { readonly kind: 'lose-reply-to'; readonly text: string }
  | { readonly kind: 'hold-requests' }

export const noFault: Fault = { kind: 'none' }
