import type { Model } from '../model.ts'
import type { Request } from '../request.ts'

/**
 * What a caller is after, before the state of the book gives it numbers: "drain the account", "capture that hold". Made
 * into a request when its turn comes; `key` is a key that nobody has used.
 */
export type Intent<R extends Request = Request> = (model: Model, key: string) => R
