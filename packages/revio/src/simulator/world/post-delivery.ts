import type { Delivery, DeliveryAttempt } from './delivery.ts'
import type { SimulatorClock } from './simulator-clock.ts'

/** Tries once to deliver. Any 2xx is success; everything else, silence included, is a fault to be told. */
export async function postDelivery(
  delivery: Delivery,
  timeoutMs: number,
  clock: SimulatorClock,
): Promise<DeliveryAttempt> {
  const attempt = (status: number | null, error: string): DeliveryAttempt => ({
    atMs: clock.now(),
    status,
    error,
  })
  try {
    const response = await fetch(delivery.url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', 'x-signature': delivery.signature },
      body: delivery.body,
      signal: AbortSignal.timeout(timeoutMs),
    })
    await response.body?.cancel()
    return attempt(response.status, response.ok ? '' : `HTTP ${response.status}`)
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === 'TimeoutError'
    return attempt(null, isTimeout ? `No answer within ${timeoutMs} ms` : 'The connection failed')
  }
}
