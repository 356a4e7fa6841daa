import type { Config } from '../config/config-schema.ts'
import { MailAddress } from '../contract/fields.ts'
import { type Role, roles } from '../contract/permissions.ts'
import { openDatabase } from '../database/database.ts'
import type { Logger } from '../observability/logger.ts'
import { grantRole, revokeRole } from '../roles/roles.ts'
import { checkConnection, checkMigrations } from './check-database.ts'
import { exitCodes } from './exit-codes.ts'
import { StartError } from './start-error.ts'

const tenant = 'default'

/**
 * Makes somebody staff, or no longer: the first admin has to come from somewhere. It acts at their next request,
 * and the audit trail names the role that connected. Answers with a sentence about what is true now.
 */
export async function changeRole(
  config: Config,
  logger: Logger,
  { command, mail, role }: { command: 'grant' | 'revoke'; mail: string; role: string },
): Promise<string> {
  const known = readRole(role)
  const address = readAddress(mail)
  const database = openDatabase(config, logger)
  try {
    await checkConnection(database.probePool, config.databaseUrl)
    await checkMigrations(database.probePool)
    const change = command === 'grant' ? grantRole : revokeRole
    const isChanged = await change(database.db, { tenant, mail: address }, known)
    if (isChanged === undefined) {
      throw new StartError(
        exitCodes.usage,
        `Nobody has the address ${address}. People register first: POST /v1/auth/register.`,
      )
    }
    if (command === 'grant') return `${address} ${isChanged ? 'is' : 'was already'} ${known}.`
    return `${address} ${isChanged ? 'is no longer' : 'was not'} ${known}.`
  } catch (error) {
    throw mayNot(error) ? refusedRight(command, error) : error
  } finally {
    await database.close()
  }
}

function readRole(text: string): Role {
  const role = roles.find((known) => known === text)
  if (role !== undefined) return role
  throw new StartError(exitCodes.usage, `There is no role ${text}. There are: ${roles.join(', ')}.`)
}

function readAddress(text: string): string {
  const read = MailAddress.safeParse(text)
  if (read.success) return read.data
  throw new StartError(exitCodes.usage, `${text} is no mail address. Write one, such as thandi@example.com.`)
}

const mayNot = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '42501'

/** The service may not take roles away, so that whoever gets into it cannot lock staff out. */
function refusedRight(command: string, cause: unknown): StartError {
  return new StartError(
    exitCodes.usage,
    `The role of DATABASE_URL may not ${command} roles. Connect as the one that migrates.`,
    { cause },
  )
}
