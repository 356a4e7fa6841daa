import pg from 'pg'

/** Runs one statement on a connection of its own and answers with the first column of every row. */
export async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  // A server that is killed under us reports through this event too; the query itself fails as well.
  client.on('error', () => {})
  await client.connect()
  try {
    const result = await client.query({ text: sql, rowMode: 'array' })
    return result.rows.map(([first]) => first)
  } finally {
    await client.end()
  }
}
