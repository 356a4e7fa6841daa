import type { Clock } from '@evenkeel/ledger'
import type { Config } from '../config/config-schema.ts'
import type { Logger } from '../observability/logger.ts'
import type { Gateway } from './gateway.ts'
import { createRevioGateway } from './revio.ts'

/** The gateways that are configured, by name. */
export interface Gateways {
  find(name: string): Gateway | undefined
  /** The one that takes new deposits; absent where none is configured. */
  readonly forDeposits: Gateway | undefined
  /** The one that new withdrawals leave by. */
  readonly forWithdrawals: Gateway | undefined
}

export function createGateways(
  { revioSecretKey: secretKey, revioBrandId: brandId, revioUrl: baseUrl, revioMode }: Config,
  { clock, logger }: { clock: Clock; logger: Logger },
): Gateways {
  if (secretKey === undefined || brandId === undefined) return gatewaysOf([])
  const isTest = revioMode === 'test'
  return gatewaysOf([createRevioGateway({ secretKey, brandId, baseUrl, isTest, clock, logger })])
}

/** The first takes new deposits and withdrawals. */
export function gatewaysOf(gateways: readonly Gateway[]): Gateways {
  const byName = new Map(gateways.map((gateway) => [gateway.name, gateway]))
  return { find: (name) => byName.get(name), forDeposits: gateways[0], forWithdrawals: gateways[0] }
}
