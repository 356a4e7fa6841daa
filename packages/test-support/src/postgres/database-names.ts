import { createHash, randomBytes } from 'node:crypto'

/**
 * The names of every database the tests make. A test database carries the run that made it, so that a later run
 * can tell what is left over from a run that is over; a template carries a schema and serves many runs.
 */
const testPrefix = 'evenkeel_test_'
export const templatePrefix = 'evenkeel_template_'

export function testDatabaseName({ run, subject }: { run: number; subject: string }): string {
  return `${testPrefix}${runDigits(run)}_${slug(subject, 28)}_${randomBytes(4).toString('hex')}`
}

export function templateName({ name, fingerprint }: { name: string; fingerprint: string }): string {
  const digest = createHash('sha256').update(fingerprint).digest('hex').slice(0, 16)
  return `${templatePrefix}${slug(name, 28)}_${digest}`
}

/** The run that made a test database, or nothing when the name is not one of ours. */
export function runOf(database: string): number | undefined {
  const digits = /^evenkeel_test_([0-9a-f]{8})_/.exec(database)?.[1]
  return digits === undefined ? undefined : Number.parseInt(digits, 16)
}

function runDigits(run: number): string {
  return run.toString(16).padStart(8, '0')
}

// PostgreSQL cuts a name after 63 bytes without an error, and two names that differ at the end become one.
function slug(text: string, length: number): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, length)
}
