import type { Config } from '../config/config-schema.ts'
import { actAs } from '../database/act.ts'
import { openDatabase } from '../database/database.ts'
import type { Logger } from '../observability/logger.ts'
import { reseal } from '../resealing/reseal.ts'
import { createKeyring } from '../secrets/keyring.ts'
import { checkConnection, checkMigrations } from './check-database.ts'
import { exitCodes } from './exit-codes.ts'
import { StartError } from './start-error.ts'

/** Seals everything with the first of the keys, while the service runs. Safe to stop and to run again. */
export async function resealSecrets(config: Config, logger: Logger): Promise<void> {
  const database = openDatabase(config, logger)
  try {
    await checkConnection(database.probePool, config.databaseUrl)
    await checkMigrations(database.probePool)
    const { db } = database
    const keyring = createKeyring(config.encryptionKeys)
    const { resealed, unopened } = await actAs({ actor: 'job:reseal' }, () =>
      reseal({
        db,
        keyring,
        onProgress: (progress) => logger.info(progress, 'sealed again'),
      }),
    )
    if (unopened.length > 0) {
      const places = unopened.map(({ place, error }) => `\n  ${place}: ${error.message}`)
      throw new StartError(
        exitCodes.unexpected,
        `${unopened.length} values do not open and were left as they are; keep every key.\n${places.join('')}`,
      )
    }
    logger.info({ resealed, key: keyring.newest }, 'everything is sealed with the newest key')
  } finally {
    await database.close()
  }
}
