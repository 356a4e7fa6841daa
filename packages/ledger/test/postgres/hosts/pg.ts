import { Pool } from 'pg'
import { fromPg } from '../../../src/pg/index.ts'
import type { HostKind, HostSettings } from './host.ts'

export const pg: HostKind = {
  name: 'pg',
  open(settings) {
    const pool = openPool(settings)
    return {
      async transaction(work) {
        const client = await pool.connect()
        try {
          await client.query('BEGIN')
          const result = await work({
            forLedger: fromPg(client),
            run: (statement) => client.query(statement),
          })
          await client.query('COMMIT')
          return result
        } catch (error) {
          await client.query('ROLLBACK')
          throw error
        } finally {
          client.release()
        }
      },
      close: () => pool.end(),
    }
  },
}

/** For every host that stands on pg, which must hear when a connection breaks that it holds. */
export function openPool(settings: HostSettings): Pool {
  const pool = new Pool(poolConfig(settings))
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

export function poolConfig({ url, connections, parse }: HostSettings): PgSettings {
  return {
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 500,
    // Text itself, of type 25, has only one way to be read.
    ...(parse && { types: { getTypeParser: (oid: number) => (oid === 25 ? String : parse) } }),
  }
}

interface PgSettings {
  readonly connectionString: string
  readonly max: number
  readonly connectionTimeoutMillis: number
  readonly types?: { getTypeParser(oid: number): (value: string) => unknown }
}
