import type { Dependencies } from '../dependencies.ts'
import { addDemoPeople, demoPassword, demoPeople } from './demo-people.ts'
import { spendFirstDay } from './first-day.ts'

/** Sees that the people of the demo are there, and answers with their password. Where they were not, one of them has a first day. */
export async function moveIn(
  { identity, logger }: Pick<Dependencies, 'identity' | 'logger'>,
  { url, passwordFile }: { url: string; passwordFile: string },
): Promise<string> {
  const password = demoPassword(passwordFile)
  const added = await addDemoPeople(identity, password)
  const [owner] = demoPeople
  if (owner !== undefined && added.includes(owner.mail)) {
    await spendFirstDay(url, { mail: owner.mail, password }).catch((error: unknown) =>
      logger.warn({ err: error }, 'the first day of the demo was cut short; everything else runs'),
    )
  }
  return password
}
