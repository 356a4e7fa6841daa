/** Enough to use the program without opening a manual. */
export const help = `evenkeel-ledger: looks after the schema "ledger" of a PostgreSQL database, and the books in it.

Usage: evenkeel-ledger <command> [options]

The schema
  migrate          Apply what is missing. Safe to run from many places at once: one applies, the others wait.
  plan             Print what migrate would do as a script for psql, and change nothing.
                     evenkeel-ledger plan > plan.sql && psql "$DATABASE_URL" --file plan.sql
    --from <number>      Print from this file on, without asking a database. --from 1 is the whole schema.
  check            Say whether the database has what this version needs, and change nothing. For deploy gates.
  doctor           Look for what would let a wrong book through: a schema that has drifted, a role with too many
                   rights, settings of the server that lose commits. Print what mends each.
    --role <name>        The role your service connects as. Left out, the one that this command connects as.

The books
  verify           Check every invariant of every book, slice by slice. It reads, and never writes.
    --book <name>        One book alone.
    --state <file>       Keep here how far it has come; run again, it goes on there, however it ended.
    --checkpoint <file>  Check what was written since the last run that found nothing, and note this one here.
  export           Write a book for another program, in one snapshot.
    --format <name>      hledger, beancount, ledger, csv or jsonl.
    --book <name>        Left out, main.
    --from, --to <time>  What was recorded from the first moment on and before the second: 2026-10, 2026-10-01
                         or 2026-10-01T12:00:00Z. Earlier journals are in the opening balances.
    --output <file>      Write here, with a manifest beside it. Left out, stdout, and the manifest on stderr.
  balance <account>    What an account holds: posted, held and usable.
    --as-of <time>       As it was recorded until then.
    --effective-at <time>  By business time, back-dated journals included.
  statement <account>  Opening, every entry with the balance after it, closing.
    --from, --to <time>  What was recorded from the first moment on and before the second.
  journal <id>         One journal, its accounts drawn as Ts.
  trial-balance        All accounts with their balances in two columns.
    --as-of <time>       As it was recorded until then.
    --prefix <code>      Only accounts below this one.
    --depth <number>     Add accounts up by so many segments of their codes.
                   Each of these four takes --book <name> too; left out, main.

Options of every command
  --json           One JSON object on stdout, and errors as one on stderr.
  --help           This text.
  --version        The version of the package.

Environment
  EVENKEEL_DATABASE_URL  postgres://role:password@host:5432/database. To migrate, as a role that owns
                         the schema or may create it; for the books, any role that may read them.
  DATABASE_URL           Used when the first is not set. Two, so that migrations can have
                         rights which the application has not.

Results go to stdout, everything else to stderr. The output has no colours; progress is drawn on a terminal only.

Exit codes
  0  done; for check: up to date
  1  something unexpected, the message says what; for doctor: something is wrong
  2  the command or the environment cannot be understood, or names what is not there; or the package "pg" is missing
  3  the books do not verify
  4  no connection to the database
  5  files are pending, or the database holds changed files, or newer ones than this version
`
