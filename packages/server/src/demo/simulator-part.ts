import { randomUUID } from 'node:crypto'
import { createRevioClient } from '@evenkeel/revio'
import { startSimulator } from '@evenkeel/revio/simulator'
import type { Config } from '../config/config-schema.ts'
import { exitCodes } from '../processes/exit-codes.ts'
import type { Part } from '../processes/run-parts.ts'
import { StartError } from '../processes/start-error.ts'
import { keepRemembering, readMemory } from './provider-memory.ts'

export interface SimulatorPart extends Part {
  /** Its control page. */
  readonly url: string
  /** What the service has to know to talk to it, and to believe it. */
  readonly config: Pick<
    Config,
    'revioSecretKey' | 'revioBrandId' | 'revioMode' | 'revioUrl' | 'revioWebhookKeys'
  >
  /** Its webhooks come once the service says where it listens. */
  sendWebhooksTo(url: string): Promise<void>
}

/**
 * A payment provider of the demo's own, which holds what its payers pay and nothing else. What it holds has to outlive a
 * restart as our books do, or they would differ from then on. It writes that down every second, and when it stops.
 */
export async function startDemoSimulator(
  environment: NodeJS.ProcessEnv,
  memoryFile: string | undefined,
): Promise<SimulatorPart> {
  const port = Number(environment['EVENKEEL_DEMO_PROVIDER_PORT'] ?? 0)
  const memory = memoryFile === undefined ? undefined : readMemory(memoryFile)
  const simulator = await startSimulator({
    seed: randomUUID(),
    port,
    funding: [],
    ...(memory && { memory }),
  }).catch((error: unknown) => {
    throw new StartError(
      exitCodes.unexpected,
      `The simulator of the payment provider cannot listen on port ${port}. Choose another: EVENKEEL_DEMO_PROVIDER_PORT=4010`,
      { cause: error },
    )
  })
  const stopRemembering = memoryFile === undefined ? () => undefined : keepRemembering(simulator, memoryFile)
  const { webhooks } = createRevioClient(simulator.client)
  // Registered before the service listens, because the service wants the key first.
  const registered = await webhooks.create({
    title: 'Demo',
    callback: `${simulator.origin}/nowhere`,
    events: 'all',
  })
  if (registered.outcome !== 'done') throw registered.error
  const { id, publicKey } = registered.value
  return {
    name: 'provider simulator',
    url: simulator.origin,
    config: {
      revioSecretKey: simulator.client.secretKey,
      revioBrandId: simulator.client.brandId,
      revioMode: 'test',
      revioUrl: simulator.client.baseUrl,
      revioWebhookKeys: [publicKey],
    },
    async sendWebhooksTo(url) {
      const updated = await webhooks.update(id, { callback: url })
      if (updated.outcome !== 'done') throw updated.error
    },
    async stop() {
      await simulator.close()
      stopRemembering()
    },
  }
}
