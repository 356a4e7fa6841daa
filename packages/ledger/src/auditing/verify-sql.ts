import { wholeStatement } from './pass.ts'
import { passes } from './passes/index.ts'

/** The checks of `verifyBooks` as a script for psql, for whoever trusts no program of ours. */
export function verifySql(): string {
  return `-- GENERATED from packages/ledger/src/auditing by packages/ledger/scripts/render-verify-sql.ts. Do not edit.
--
-- Checks the invariants of all books of a database, with nothing but psql and the right to read:
--
--   psql "$DATABASE_URL" -X -f verify.sql
--
-- Each line it prints is a finding: the rule that is broken, where, what was expected and what was found. psql ends with 0
-- when the books verify and with 3 when they do not. An ERROR on the way is a finding as well: a row that PostgreSQL
-- cannot read.
--
-- It reads one snapshot from beginning to end and writes nothing. On books of many millions of entries that takes
-- minutes, for which VACUUM waits; then rather use \`evenkeel-ledger verify\`, which asks the same in slices.

\\set ON_ERROR_STOP off
\\set ON_ERROR_ROLLBACK on
\\set found 0
\\set failed 0
\\pset tuples_only on
\\pset format unaligned
\\pset fieldsep ' | '
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL enable_hashjoin = off;
SET LOCAL enable_mergejoin = off;
SET LOCAL jit = off;
${passes.map(part).join('')}
ROLLBACK;

\\set ON_ERROR_STOP on
SELECT :found > 0 OR :failed > 0 AS is_broken \\gset
\\if :is_broken
  \\echo The books do not verify. Findings: :found, checks that could not be made: :failed
  DO $$ BEGIN RAISE EXCEPTION 'The books do not verify: see the lines above.'; END $$;
\\else
  \\echo The books verify.
\\endif
`
}

function part(pass: (typeof passes)[number]): string {
  return `
\\echo Checking ${pass.name}.
${wholeStatement(pass).trim()};
\\if :ERROR
  SELECT :failed + 1 AS failed \\gset
\\else
  SELECT :found + :ROW_COUNT AS found \\gset
\\endif
`
}
