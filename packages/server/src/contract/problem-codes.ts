/** What the HTTP API itself can answer besides success. A code of the ledger comes with its own. */
export interface ProblemKind {
  readonly status: number
  readonly title: string
  /** Whether the same request may succeed later, unchanged. */
  readonly isRetryable: boolean
}

const kind = (status: number, title: string, isRetryable = false): ProblemKind => ({
  status,
  title,
  isRetryable,
})

/** Codes are a contract: programs branch on them, so one is never renamed. `docs/reference/problems.md` has their rows. */
export const problemKinds = {
  invalid_request: kind(400, 'The request is not as the API describes it'),
  malformed_body: kind(400, 'The body cannot be read'),
  malformed_url: kind(400, 'The address cannot be read'),
  malformed_message: kind(400, 'This is not HTTP'),
  idempotency_key_missing: kind(400, 'A request that moves money needs an Idempotency-Key'),
  idempotency_key_malformed: kind(400, 'The Idempotency-Key cannot be read'),
  not_logged_in: kind(401, 'Log in first'),
  invalid_token: kind(401, 'The access token is not one of ours'),
  token_expired: kind(401, 'The access token has expired'),
  token_outdated: kind(401, 'The access token is older than a change to the user'),
  session_ended: kind(401, 'The login has ended'),
  wrong_credentials: kind(401, 'The mail address or the password is wrong'),
  second_factor_required: kind(401, 'A code of the second factor is needed'),
  wrong_code: kind(401, 'The code is wrong'),
  refresh_token_refused: kind(401, 'The refresh token cannot be used'),
  refresh_token_reused: kind(401, 'The refresh token was used twice'),
  webhook_refused: kind(401, 'The webhook is not believed'),
  webhook_foreign: kind(403, 'The webhook is not for us'),
  user_disabled: kind(403, 'The user is closed to logins'),
  origin_refused: kind(403, 'This web page may not ask for that'),
  step_up_required: kind(403, 'This act has to be approved by the second factor'),
  step_up_refused: kind(403, 'The approval is not good for this act'),
  not_allowed: kind(403, 'This person may not do this'),
  not_found: kind(404, 'There is nothing here'),
  method_not_allowed: kind(405, 'This address does not take this method'),
  request_timeout: kind(408, 'The request took too long to arrive', true),
  request_running: kind(409, 'A request with this key is under way', true),
  deposit_state: kind(409, 'The deposit is not in a state for this'),
  refund_running: kind(409, 'Another refund of this deposit is under way', true),
  withdrawal_state: kind(409, 'The withdrawal is not in a state for this'),
  already_decided: kind(409, 'This person has decided about it'),
  totp_enrolled: kind(409, 'There is a second factor already'),
  totp_not_enrolled: kind(409, 'There is no second factor'),
  version_stale: kind(412, 'It has changed since it was looked at'),
  body_too_large: kind(413, 'The body is too large'),
  url_too_long: kind(414, 'A part of the address is too long'),
  unsupported_media_type: kind(415, 'The body is of a type that is not taken'),
  idempotency_key_reused: kind(422, 'The Idempotency-Key was used for another request'),
  currency_not_offered: kind(422, 'There are no wallets in this currency'),
  amount_out_of_limits: kind(422, 'The amount is outside of the limits'),
  gateway_refused: kind(422, 'The payment provider refused'),
  bank_account_refused: kind(422, 'The bank account is not accepted'),
  bank_account_missing: kind(422, 'There is no bank account to pay to'),
  withdrawal_cooling: kind(422, 'Something was changed not long ago'),
  too_many_pending: kind(422, 'Too many withdrawals are open'),
  daily_limit_exceeded: kind(422, 'The limit of 24 hours is reached'),
  password_refused: kind(422, 'The password is not accepted'),
  mail_token_refused: kind(422, 'The code from the mail cannot be used'),
  version_missing: kind(428, 'The version that was looked at has to be named'),
  too_many_codes: kind(429, 'Too many codes were tried', true),
  rate_limited: kind(429, 'Too many requests', true),
  headers_too_large: kind(431, 'The header fields are too large'),
  request_refused: kind(400, 'The request was refused'),
  internal_error: kind(500, 'Something broke on our side'),
  limit_unavailable: kind(503, 'Requests cannot be counted at the moment', true),
  gateway_unavailable: kind(503, 'The payment provider cannot be reached', true),
  not_ready: kind(503, 'The service cannot work at the moment', true),
  unavailable: kind(503, 'The database does not answer', true),
  bank_account_unverified: kind(503, 'The bank account cannot be verified at the moment', true),
  login_busy: kind(503, 'Too many people log in at once', true),
  handler_timeout: kind(503, 'The answer took too long', true),
} as const satisfies Record<string, ProblemKind>

export type ProblemCode = keyof typeof problemKinds
