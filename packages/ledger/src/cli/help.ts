/** Enough to use the program without opening a manual. */
export const help = `evenkeel-ledger: brings the schema "ledger" of a PostgreSQL database up to date.

Usage: evenkeel-ledger <command> [options]

Commands
  migrate          Apply what is missing. Safe to run from many places at once: one applies, the others wait.
  plan             Print what migrate would do as a script for psql, and change nothing.
                     evenkeel-ledger plan > plan.sql && psql "$DATABASE_URL" --file plan.sql
  check            Say whether the database has what this version needs, and change nothing. For deploy gates.

Options
  --from <number>  plan: print from this file on, without asking a database. --from 1 is the whole schema.
  --json           One JSON object on stdout, and errors as one on stderr.
  --help           This text.
  --version        The version of the package.

Environment
  EVENKEEL_DATABASE_URL  postgres://role:password@host:5432/database, as a role that owns
                         the schema or may create it.
  DATABASE_URL           Used when the first is not set. Two, so that migrations can have
                         rights which the application has not.

Results go to stdout, everything else to stderr. The output has no colours.

Exit codes
  0  done; for check: up to date
  1  something unexpected; the message says what
  2  the command or the environment cannot be understood, or the package "pg" is missing
  4  no connection to the database
  5  check: files are pending. Any command: the database holds changed files, or newer ones than this version
`
