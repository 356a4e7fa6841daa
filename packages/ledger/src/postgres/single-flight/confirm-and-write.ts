import type { Account } from '../../accounts/account.ts'
import type { Changes, Claim } from '../../engine/store.ts'
import { type Instant, toInstant } from '../../instant.ts'
import { claimedKeys, claimRows } from '../claimed-keys.ts'
import type { Question } from '../flights.ts'
import { arraysIn, type Columns, rowsAs, rowsIn } from '../row-source.ts'
import { utc } from '../rows.ts'
import { type FlightValue, rowsOf, type SqlStatement } from '../sql-connection.ts'
import { entries, headers } from '../step-parts.ts'
import { gather } from '../write-changes.ts'
import { allFound } from '../write-steps.ts'

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
  const values: FlightValue[] = [bookId, claims.size + accounts.length]
  const claimed = claimedKeys(rowsIn(values, claimRows(finalClaims(claims, changes)), binary))
  const steps = accounts.map((account) => ({ account, after: left.get(account.code) ?? account }))
  const confirming = `${claimed},\n${confirm(arraysIn(values, rowsAs('step', stepColumns, steps)))}`
  // Every journal may have been refused.
  if (journals.length === 0) return { text: `WITH ${confirming}\nSELECT ${answer}\nFROM moment`, values }
  const accountIds = new Map(accounts.map(({ code, id }) => [code, id]))
  const locked = allFound({ what: 'locked accounts', in: 'totals' }, `$${values.push(left.size)}`)
  const inserts = [headers(journals), entries(journals, accountIds)].map((part) =>
    part.sql(rowsIn(values, part, binary)),
  )
  return {
    text: `WITH ${[confirming, totals, ...inserts].join(',\n')}\nSELECT ${answer},\n  ${locked}\nFROM moment`,
    values,
  }
}

/** A batch is judged on what is remembered only where its rows can be sent so. */
const binary = { carryBytes: true }

/** A key that is claimed anew in its own batch is claimed once, for its last request. */
function finalClaims(claims: JudgedBatch['claims'], { reclaimed }: Changes): JudgedBatch['claims'] {
  if (reclaimed.length === 0) return claims
  const final = new Map(claims)
  for (const claim of reclaimed) final.set(claim.key, claim)
  return final
}

interface Step {
  readonly account: Account
  readonly after: Account
}

const stepColumns: Columns<Step> = {
  id: ['uuid', ({ account }) => account.id],
  version: ['bigint', ({ account }) => account.version],
  posted: ['numeric', ({ account }) => account.posted],
  steps: ['integer', ({ account, after }) => after.version - account.version],
  becomes: ['numeric', ({ after }) => after.posted],
}

/** The arrays are handed through the claims, so that no account is locked before all keys are claimed. */
function confirm(stepArrays: readonly string[]): string {
  const [ids, versions, posted, steps, becomes] = stepArrays
  return `wanted AS MATERIALIZED (
  SELECT
    count(*) AS claimed,
    ${ids} AS ids,
    ${versions} AS versions,
    ${posted} AS posted,
    ${steps} AS steps,
    ${becomes} AS becomes
  FROM claimed
),
${confirmed}`
}

const confirmed = `locked AS MATERIALIZED (
  SELECT
    wanted.claimed,
    step.steps,
    step.becomes,
    account.place,
    account.changed_at,
    account.is_open AND account.version = step.version AND account.posted = step.posted AS is_as_remembered
  FROM wanted
  CROSS JOIN LATERAL (
    SELECT
      unnest(wanted.ids) AS id,
      unnest(wanted.versions) AS version,
      unnest(wanted.posted) AS posted,
      unnest(wanted.steps) AS steps,
      unnest(wanted.becomes) AS becomes
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
