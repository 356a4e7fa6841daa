/** Differences between books and gateways are written down by whoever meets them, and decided by staff alone. */
export { type NewBreak, openBreak } from './break-store.ts'
