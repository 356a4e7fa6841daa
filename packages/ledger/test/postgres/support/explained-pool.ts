import { Client } from 'pg'
import type { PgPool } from '../../../src/pg/index.ts'

/** A pool of one connection that keeps the plan of every statement it ran, those inside functions and triggers too. */
export interface ExplainedPool extends PgPool {
  /** As they were run, with the rows they read. */
  readonly plans: string[]
  end(): Promise<void>
}

/**
 * The plans come from PostgreSQL's own auto_explain and are those that were used. EXPLAIN of a copy of a statement may
 * show another plan, and that of a statement inside a trigger or a foreign key cannot be asked for at all.
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
  await client.query(settings)
  return {
    plans,
    end: () => client.end(),
    connect: async () => Object.assign(client, { release: () => undefined }),
  }
}

const settings = `
SELECT set_config(name, value, false)
FROM (
  VALUES
    ('auto_explain.log_min_duration', '0'),
    ('auto_explain.log_nested_statements', 'on'),
    ('auto_explain.log_analyze', 'on'),
    ('auto_explain.log_timing', 'off'),
    ('auto_explain.log_level', 'notice'),
    -- After five runs a session may keep the plan of a prepared statement; here it keeps the first.
    ('plan_cache_mode', 'force_generic_plan')
) AS setting (name, value)`
