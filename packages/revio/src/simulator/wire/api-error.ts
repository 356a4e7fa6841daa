import type { Json } from './wire-json.ts'

/** A refusal as the platform words it. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly body: Json

  constructor(status: number, body: Json) {
    super(`${status} ${JSON.stringify(body)}`)
    this.status = status
    this.body = body
  }
}

/** About the request as a whole: `{"__all__": [{"message", "code"}]}`. */
export function refuseAll(status: number, code: string, message: string): ApiError {
  return new ApiError(status, { __all__: [{ message, code }] })
}

/** About one field: `{"due": [{"message", "code"}]}`. */
export function refuseField(field: string, code: string, message: string): ApiError {
  return new ApiError(400, { [field]: [{ message, code }] })
}

/** About a field inside others: `{"purchase": {"currency": [...]}}`. */
export function refuseNested(path: readonly string[], code: string, message: string): ApiError {
  const leaf: Json = [{ message, code }]
  return new ApiError(
    400,
    path.reduceRight<Json>((inner, name) => ({ [name]: inner }), leaf),
  )
}
