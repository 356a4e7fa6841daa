import type { Outcome } from '@evenkeel/revio'
import type { GatewayOutcome } from './gateway.ts'

/** An outcome of the client in the words of gateways. */
export function outcomeOf<Value, T>(
  outcome: Outcome<Value>,
  convert: (value: Value) => T,
): GatewayOutcome<T> {
  if (outcome.outcome === 'done') return { outcome: 'done', value: convert(outcome.value) }
  const { error } = outcome
  if (outcome.outcome === 'unknown') return { outcome: 'unknown', reason: error.code, error }
  const isTransient = ['connection_failed', 'circuit_open', 'rate_limited'].includes(error.code)
  return { outcome: 'refused', reason: error.code, isTransient, error }
}
