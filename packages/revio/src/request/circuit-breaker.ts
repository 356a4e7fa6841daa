/**
 * Stops calling a provider that is down, so that an outage costs a refusal instead of a full deadline per call.
 *
 * Closed: calls pass. After `failuresToOpen` failures in a row it opens and every call is refused unsent. After
 * `openForMs` one call passes as a probe; its result closes the breaker or opens it again.
 */
export type CircuitBreaker = {
  /** False while the breaker is open. Each true must be followed by exactly one `record`. */
  admit(): boolean
  record(result: 'success' | 'failure'): void
}

export function createCircuitBreaker(settings: {
  now: () => number
  failuresToOpen: number
  openForMs: number
}): CircuitBreaker {
  let failuresInARow = 0
  let refusesUntil: number | null = null
  let probing = false

  return {
    admit() {
      if (refusesUntil === null) return true
      if (probing || settings.now() < refusesUntil) return false
      probing = true
      return true
    },
    record(result) {
      probing = false
      failuresInARow = result === 'success' ? 0 : failuresInARow + 1
      refusesUntil = failuresInARow >= settings.failuresToOpen ? settings.now() + settings.openForMs : null
    },
  }
}
