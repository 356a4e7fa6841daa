import { ProblemError } from '../plugins/problem-of.ts'

/** Nothing is lost: whoever asks again with the same key goes on where this stopped. */
export function gatewayUnavailable(): ProblemError {
  return new ProblemError(
    'gateway_unavailable',
    'The payment provider cannot be reached. Ask again in some seconds, with the same key.',
  )
}
