import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import type { Database } from '../bench-server.ts'
import type { Transfer } from './hand-written.ts'

/**
 * The ledger that a careful Node developer writes by hand who is asked for the features of ours: accounts by code in books, with
 * status, limits and what is held; a journal that says all that was asked under its key; entries by side with both balances
 * after them; the order of a feed. What is recorded stays, and a journal balances in each currency, by triggers as the manual
 * of PostgreSQL shows them. The same seven round trips as `hand-written.ts`.
 *
 * It is still less than ours: nothing refuses totals that entries do not add up to, and a balance of the past is a walk.
 */
export async function setUpHandWrittenInFull(database: Database, accounts: number): Promise<void> {
  const pool = database.pool(1)
  await pool.query(schema)
  await pool.query(
    `INSERT INTO account (book, code, type, currency)
     SELECT 'main', 'account:' || n, 'asset', 'ZAR' FROM generate_series(0, $1::integer - 1) AS n`,
    [accounts],
  )
  await pool.query('VACUUM ANALYZE')
}

const schema = `
CREATE TABLE account (
  id          uuid          PRIMARY KEY DEFAULT gen_random_uuid(),
  book        text          NOT NULL,
  code        text          NOT NULL,
  type        text          NOT NULL CHECK (type IN ('asset', 'liability', 'equity', 'income', 'expense')),
  currency    text          NOT NULL,
  status      text          NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'frozen', 'closed')),
  floor       numeric(38),
  ceiling     numeric(38),
  posted      numeric(38)   NOT NULL DEFAULT 0,
  held        numeric(38)   NOT NULL DEFAULT 0 CHECK (held >= 0),
  version     bigint        NOT NULL DEFAULT 0,
  metadata    jsonb         NOT NULL DEFAULT '{}',
  changed_at  timestamptz   NOT NULL DEFAULT now(),
  UNIQUE (book, code),
  CHECK (posted - held >= floor),
  CHECK (posted <= ceiling)
) WITH (fillfactor = 70);

CREATE TABLE journal (
  id             uuid        PRIMARY KEY,
  book           text        NOT NULL,
  key            text        NOT NULL,
  request        text        NOT NULL,
  kind           text        NOT NULL,
  description    text,
  reference      text,
  reverses       uuid        UNIQUE REFERENCES journal,
  effective_at   timestamptz NOT NULL DEFAULT now(),
  recorded_at    timestamptz NOT NULL DEFAULT now(),
  metadata       jsonb       NOT NULL,
  transaction_id xid8        NOT NULL DEFAULT pg_current_xact_id(),
  UNIQUE (book, key),
  UNIQUE (book, reference)
);
CREATE INDEX ON journal (transaction_id);

CREATE TABLE entry (
  account_id uuid        NOT NULL REFERENCES account,
  version    bigint      NOT NULL,
  journal_id uuid        NOT NULL REFERENCES journal,
  line       integer     NOT NULL,
  side       text        NOT NULL CHECK (side IN ('debit', 'credit')),
  amount     numeric(38) NOT NULL CHECK (amount > 0),
  posted     numeric(38) NOT NULL,
  held       numeric(38) NOT NULL,
  PRIMARY KEY (account_id, version),
  UNIQUE (journal_id, line)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'What is recorded stays.';
END
$$;
CREATE TRIGGER journal_stays BEFORE UPDATE OR DELETE ON journal EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entry_stays   BEFORE UPDATE OR DELETE ON entry   EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  balances numeric[];
BEGIN
  SELECT array_agg(by_currency.balance)
  INTO balances
  FROM (
    SELECT sum(CASE entry.side WHEN 'debit' THEN entry.amount ELSE -entry.amount END) AS balance
    FROM entry
    JOIN account ON account.id = entry.account_id
    WHERE entry.journal_id = NEW.id
    GROUP BY account.currency
  ) AS by_currency;
  IF balances IS NULL OR 0 <> ANY (balances) THEN
    RAISE EXCEPTION 'Journal % does not balance.', NEW.id;
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER journal_balances
AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced();`

interface AccountRow {
  readonly id: string
  readonly code: string
  readonly currency: string
  readonly status: string
  readonly floor: string | null
  readonly posted: string
  readonly held: string
  readonly version: string
}

export function handWrittenInFull(pool: Pool): Transfer {
  let used = 0
  const run = randomUUID()
  return async (from, to) => {
    used += 1
    const key = `transfer:${run}:${used}`
    const lines = [
      { account: `account:${from}`, side: 'debit', amount: '1' },
      { account: `account:${to}`, side: 'credit', amount: '1' },
    ] as const
    const metadata = { order: 42, channel: 'web' }
    const request = { kind: 'transfer', description: 'A transfer', metadata, currency: 'ZAR', lines }
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const { rows } = await client.query<AccountRow>(
        `SELECT id, code, currency, status, floor, posted, held, version
         FROM account
         WHERE book = $1 AND code = ANY ($2)
         ORDER BY id
         FOR UPDATE`,
        ['main', lines.map(({ account }) => account)],
      )
      const after = lines.map(({ account, side, amount }) => {
        const row = rows.find(({ code }) => code === account)
        if (row === undefined || row.status !== 'open' || row.currency !== request.currency)
          throw new Error(`Account ${account} takes no entry.`)
        const posted = BigInt(row.posted) + (side === 'debit' ? BigInt(amount) : -BigInt(amount))
        if (row.floor !== null && posted - BigInt(row.held) < BigInt(row.floor))
          throw new Error('Too little.')
        return { id: row.id, posted, held: row.held, version: BigInt(row.version) + 1n }
      })
      const journal = randomUUID()
      await client.query(
        `INSERT INTO journal (id, book, key, request, kind, description, metadata)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [journal, 'main', key, JSON.stringify(request), request.kind, request.description, metadata],
      )
      await client.query(
        `INSERT INTO entry (account_id, version, journal_id, line, side, amount, posted, held)
         VALUES ($1, $2, $3, 1, $4, $5, $6, $7), ($8, $9, $3, 2, $10, $11, $12, $13)`,
        [
          ...[
            after[0]?.id,
            after[0]?.version,
            journal,
            lines[0].side,
            lines[0].amount,
            after[0]?.posted,
            after[0]?.held,
          ],
          ...[
            after[1]?.id,
            after[1]?.version,
            lines[1].side,
            lines[1].amount,
            after[1]?.posted,
            after[1]?.held,
          ],
        ],
      )
      for (const { id, posted, version } of after) {
        await client.query('UPDATE account SET posted = $2, version = $3, changed_at = now() WHERE id = $1', [
          id,
          posted,
          version,
        ])
      }
      await client.query('COMMIT')
      return 1
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {})
      throw error
    } finally {
      client.release()
    }
  }
}
