import { setTimeout as pause } from 'node:timers/promises'
import type { Dependencies } from '../dependencies.ts'
import type { App } from '../plugins/instance.ts'
import { exitCodes } from './exit-codes.ts'
import { watchConnections } from './open-connections.ts'
import type { Part } from './run-parts.ts'
import { StartError } from './start-error.ts'

export interface HttpPart extends Part {
  /** Where it answers, as a person on this machine types it. */
  readonly url: string
}

/**
 * Listens, and stops like this:
 *
 * | step | so that |
 * | --- | --- |
 * | /readyz says 503 for `drainDelayMs`, everything else goes on | the load balancer learns of it before a client does |
 * | no new connections; idle ones are closed | nothing new begins |
 * | requests under way finish, at most for `stopTimeoutMs` | nobody's answer is lost |
 * | what is left is cut off, and logged | the process ends before somebody kills it |
 */
export async function startHttp(
  app: App,
  { config, readiness, logger }: Pick<Dependencies, 'config' | 'readiness' | 'logger'>,
): Promise<HttpPart> {
  const { host, port, drainDelayMs, stopTimeoutMs } = config
  const connections = watchConnections(app.server)
  let address: string
  try {
    address = await app.listen({ host, port, listenTextResolver: (where) => `listening at ${where}` })
  } catch (error) {
    await app.close()
    throw explainListenFailure(error, host, port)
  }
  return {
    name: 'HTTP',
    url: `http://${reachable(host)}:${new URL(address).port || 80}`,
    async stop() {
      readiness.startStopping()
      if (drainDelayMs > 0) await pause(drainDelayMs)
      const deadline = setTimeout(() => {
        logger.warn(`some requests did not finish within ${stopTimeoutMs / 1000} s and are cut off`)
        app.server.closeAllConnections()
      }, stopTimeoutMs)
      const closed = app.close()
      connections.closeWhenIdle()
      await closed
      clearTimeout(deadline)
    },
  }
}

/** A name that means every address is no address to type. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

function explainListenFailure(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const fail = (message: string): StartError =>
    new StartError(exitCodes.unexpected, message, { cause: error })
  if (code === 'EADDRINUSE') {
    const other = port === 65_535 ? 3000 : port + 1
    return fail(
      `Port ${port} on ${host} is taken by another program. Stop that, or choose another port: PORT=${other} npm start`,
    )
  }
  if (code === 'EACCES') {
    return fail(`This user may not listen on port ${port}. Choose one from 1024 up: PORT=3000 npm start`)
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return fail(
      `HOST is "${host}", which is no address of this machine. Set HOST=127.0.0.1, or 0.0.0.0 for all.`,
    )
  }
  return error
}
