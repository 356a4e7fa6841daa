import type { Account } from '../../accounts/account.ts'
import type { Changes, Claim } from '../../engine/store.ts'
import { type Instant, toInstant } from '../../instant.ts'
import { claimColumns, claimedKeys } from '../claimed-keys.ts'
import type { Question } from '../flights.ts'
import { type Columns, fromArrays, type Row, toArrays } from '../row-source.ts'
import { utc } from '../rows.ts'
import { type FlightValue, rowsOf, type SqlStatement } from '../sql-connection.ts'
import { entries, headers } from '../step-parts.ts'
import { gather } from '../write-changes.ts'

/** A batch that was judged on what is remembered. */
export interface JudgedBatch {
  readonly bookId: number
  readonly claims: ReadonlyMap<string, Claim>
  readonly accounts: readonly Account[]
  readonly changes: Changes
}

/**
 * Claims the keys, locks the accounts, and writes what was decided if every key is new and every account is still what it
 * was remembered to be; in all other cases it fails, and nothing is written.
 *
 * The order is that of `claim-and-lock.ts`, for the same reasons: keys, accounts by id, then the number and the instant of
 * the batch. Each part takes rows from the one before it, so none can begin earlier. The instant is never before the last
 * of an account that is locked here.
 *
 * One statement has one snapshot, from before it waited for a lock. What it waits for and then finds changed is not what
 * was remembered. What it finds unchanged is in the snapshot; should somebody have written an account again as it was, the
 * row has another place, the update does not find it, and that fails as well. The triggers look with snapshots of their own.
 *
 * An account is remembered open and without holds, or the batch is not judged on it. Of all that may change of it since,
 * `version` and `posted` tell everything but its status.
 */
export function confirmAndWrite(batch: JudgedBatch): Question<Instant, FlightValue> {
  return {
    statement: statementFor(batch),
    read: (result) => {
      const [at] = rowsOf<string>(result)
      if (at === undefined) throw new Error('PostgreSQL did not tell when it wrote.')
      return toInstant(at)
    },
  }
}

function statementFor({ bookId, claims, accounts, changes }: JudgedBatch): SqlStatement<FlightValue> {
  const { accounts: left, journals } = gather(changes.effects)
  const steps = accounts.map((account) => toStep(account, left.get(account.code) ?? account))
  const confirmed: FlightValue[] = [
    bookId,
    claims.size + accounts.length,
    ...toArrays(claimColumns, claimsOf(claims, changes)),
    ...toArrays(stepColumns, steps),
  ]
  // Every journal may have been refused.
  if (journals.length === 0)
    return { text: `WITH ${confirm}\nSELECT ${answer}\nFROM moment`, values: confirmed }
  const accountIds = new Map(accounts.map(({ code, id }) => [code, id]))
  const values: FlightValue[] = [...confirmed, left.size]
  const inserts = [headers(journals), entries(journals, accountIds)].map(({ rows, columns, alias, sql }) => {
    const source = fromArrays(values.length + 1, alias, columns)
    values.push(...toArrays(columns, rows))
    return sql(source)
  })
  return {
    text: `WITH ${[confirm, totals, ...inserts].join(',\n')}
SELECT ${answer},
  ledger.refuse_missing_rows('locked accounts', $${confirmed.length + 1}::bigint, (SELECT count(*) FROM totals))::text
FROM moment`,
    values,
  }
}

function claimsOf(claims: JudgedBatch['claims'], { reclaimed }: Changes): Row[] {
  const final = new Map([...claims, ...reclaimed.map((claim) => [claim.key, claim] as const)])
  return [...final].map(([key, { request, journal }]) => ({ key, request, journal }))
}

function toStep(account: Account, after: Account): Row {
  return {
    id: account.id,
    version: account.version,
    posted: String(account.posted),
    steps: after.version - account.version,
    becomes: String(after.posted),
  }
}

const stepColumns = {
  id: 'uuid',
  version: 'bigint',
  posted: 'numeric',
  steps: 'integer',
  becomes: 'numeric',
} as const satisfies Columns

const confirm = `${claimedKeys(fromArrays(3, 'claim', claimColumns), 'fails')},
wanted AS MATERIALIZED (
  SELECT
    count(*) AS claimed,
    $6::uuid[] AS ids,
    $7::bigint[] AS versions,
    $8::numeric[] AS posted,
    $9::integer[] AS steps,
    $10::numeric[] AS becomes
  FROM claimed
),
locked AS MATERIALIZED (
  SELECT
    wanted.claimed,
    step.steps,
    step.becomes,
    account.place,
    account.changed_at,
    account.is_open AND account.version = step.version AND account.posted = step.posted AS is_as_remembered
  FROM wanted
  CROSS JOIN LATERAL (
    SELECT id, version, posted, steps, becomes
    FROM unnest(wanted.ids, wanted.versions, wanted.posted, wanted.steps, wanted.becomes)
      AS remembered (id, version, posted, steps, becomes)
    ORDER BY id
  ) AS step
  LEFT JOIN LATERAL (
    SELECT
      found.ctid AS place,
      found.version,
      found.posted,
      found.changed_at,
      found.status = 'open' AND found.held = 0 AS is_open
    FROM ledger.account AS found
    WHERE found.book_id = $1::integer
      AND found.id = step.id
    LIMIT 1
    FOR NO KEY UPDATE
  ) AS account ON true
),
moment AS MATERIALIZED (
  SELECT
    ledger.refuse_missing_rows(
      'new keys and accounts as remembered',
      $2::bigint,
      min(claimed) + count(*) FILTER (WHERE is_as_remembered)
    )::text AS refusal,
    nextval('ledger.batch_sequence') AS batch,
    greatest(date_trunc('milliseconds', clock_timestamp()), max(changed_at)) AS at
  FROM locked
)`

const totals = `totals AS (
  UPDATE ledger.account
  SET
    posted = locked.becomes,
    version = account.version + locked.steps,
    entry_count = account.entry_count + locked.steps,
    changed_at = moment.at
  FROM locked
  CROSS JOIN moment
  WHERE account.ctid = locked.place
    AND locked.steps > 0
  RETURNING account.id
)`

const answer = `
  to_json(${utc('moment.at')})::text AS row,
  moment.refusal`
