import type { Pool } from 'pg'
import type { PgPool } from '../../../src/pg/index.ts'

/** A pool that keeps the SQLSTATE of every statement PostgreSQL refused, also of those that were tried again. */
export interface WatchedPool extends PgPool {
  readonly refused: string[]
}

export function watchedPool(pool: Pool): WatchedPool {
  const refused: string[] = []
  return {
    refused,
    connect: async () => {
      const client = await pool.connect()
      return {
        query: async (text, values) => {
          try {
            return await client.query(text, values)
          } catch (error) {
            refused.push(String((error as { code?: unknown }).code)) // pg puts the SQLSTATE there.
            throw error
          }
        },
        release: (error) => client.release(error),
      }
    },
  }
}
