import type { RevioClient } from '@evenkeel/revio'
import type { Config } from '../config/config-schema.ts'
import type { Gateway } from './gateway.ts'
import { createRevioGateway } from './revio.ts'

/** The gateways that are configured, by name. */
export interface Gateways {
  readonly all: readonly Gateway[]
  find(name: string): Gateway | undefined
  /** The one that takes new deposits; absent where none is configured. */
  readonly forDeposits: Gateway | undefined
  /** The one that new withdrawals leave by. */
  readonly forWithdrawals: Gateway | undefined
}

export function createGateways(
  { revioBrandId: brandId, revioMode }: Config,
  revio: RevioClient | undefined,
): Gateways {
  if (revio === undefined || brandId === undefined) return gatewaysOf([])
  return gatewaysOf([createRevioGateway(revio, { brandId, isTest: revioMode === 'test' })])
}

/** The first takes new deposits and withdrawals. */
export function gatewaysOf(gateways: readonly Gateway[]): Gateways {
  const byName = new Map(gateways.map((gateway) => [gateway.name, gateway]))
  return {
    all: gateways,
    find: (name) => byName.get(name),
    forDeposits: gateways[0],
    forWithdrawals: gateways[0],
  }
}
