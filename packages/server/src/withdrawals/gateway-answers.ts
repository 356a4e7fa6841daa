import type { Gateway } from '../gateways/gateway.ts'
import type { WithdrawalParts } from './parts.ts'

/**
 * Whether the gateway answers a question that changes nothing. A payout has four attempts, which are for what the
 * gateway refuses; an outage is to cost none but the first.
 */
export async function gatewayAnswers(
  { logger }: Pick<WithdrawalParts, 'logger'>,
  gateway: Gateway,
  withdrawal: { readonly id: string },
): Promise<boolean> {
  try {
    await gateway.balances()
    return true
  } catch (error) {
    logger.warn(
      { withdrawal: withdrawal.id, gateway: gateway.name, err: error },
      'the gateway does not answer; the next attempt at a payout waits',
    )
    return false
  }
}
