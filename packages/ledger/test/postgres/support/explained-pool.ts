import { Client } from 'pg'
import type { PgPool } from '../../../src/pg/index.ts'

/** A pool of one connection that keeps the plan of every statement it ran, those inside functions and triggers too. */
export interface ExplainedPool extends PgPool {
  readonly plans: string[]
  readonly client: Client
}

/**
 * The plans are those that were used, from PostgreSQL's own auto_explain: an EXPLAIN of a copy of a statement would show
 * another plan, and that of a statement inside a trigger or a foreign key cannot be asked for at all.
 */
export async function explainedPool(url: string): Promise<ExplainedPool> {
  const client = new Client({ connectionString: url })
  const plans: string[] = []
  client.on('notice', ({ message = '' }) => {
    const [, plan] = /^duration: .* plan:\n(.*)$/s.exec(message) ?? []
    if (plan !== undefined) plans.push(plan)
  })
  await client.connect()
  await client.query("LOAD 'auto_explain'")
  await client.query(`
SELECT set_config(name, value, false)
FROM (
  VALUES
    ('auto_explain.log_min_duration', '0'),
    ('auto_explain.log_nested_statements', 'on'),
    ('auto_explain.log_level', 'notice'),
    ('client_min_messages', 'notice')
) AS setting (name, value)`)
  return { client, plans, connect: async () => Object.assign(pgClient(client), { release: () => undefined }) }
}

function pgClient(client: Client): Pick<Awaited<ReturnType<PgPool['connect']>>, 'query'> {
  return { query: (text, values) => client.query(text, values) }
}
