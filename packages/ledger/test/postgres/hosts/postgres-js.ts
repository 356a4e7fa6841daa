import postgres, { type Sql } from 'postgres'
import { fromPostgresJs } from '../../../src/postgres-js/index.ts'
import { type HostKind, type HostSettings, parsedTypes } from './host.ts'

export const postgresJs: HostKind = {
  name: 'postgres.js',
  isSpoiltForGood: true,
  isLostWhenBroken: true,
  open(settings) {
    const sql = openPostgresJs(settings)
    return {
      transaction: async (work) => {
        let result: { readonly of: Awaited<ReturnType<typeof work>> } | undefined
        await sql.begin(async (trx) => {
          result = {
            of: await work({
              forLedger: fromPostgresJs(trx),
              run: async (statement) => trx.unsafe(statement),
            }),
          }
        })
        if (result === undefined) throw new Error('postgres.js committed a transaction without running it.')
        return result.of
      },
      close: () => sql.end(),
    }
  },
}

export function openPostgresJs({ url, connections, parse }: HostSettings): Sql {
  const types = parse && { odd: { to: 3802, from: parsedTypes, serialize: String, parse } }
  return postgres(url, { max: connections, connect_timeout: 1, onnotice: () => {}, ...(types && { types }) })
}
