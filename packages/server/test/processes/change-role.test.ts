import { expect, it } from 'vitest'
import { openIdentity } from '../support/identity-app.ts'
import { startProgram } from '../support/program.ts'
import { useServiceRoles } from '../support/service-roles.ts'

const { database, application } = await useServiceRoles()

async function run(args: string[], url = database.url): Promise<[exit: number | string, said: string]> {
  const program = startProgram('cli.ts', { args, environment: { DATABASE_URL: url } })
  return [await program.ended, program.output()]
}

it('makes somebody staff at their next request, and no longer, and the trail says who did it', async () => {
  const service = await openIdentity()
  const user = await service.newUser()
  const { access_token: token } = await service.logIn(user)
  const mayAudit = async (): Promise<number> =>
    (await service.send('GET', '/v1/admin/audit', { token })).statusCode

  const before = await mayAudit()
  const granted = [
    await run(['grant', user.mail.toUpperCase(), 'admin']),
    await run(['grant', user.mail, 'admin']),
  ]
  const { access_token: fresh } = await service.logIn(user)
  const asAdmin = await service.send('GET', '/v1/admin/audit?table=user_role', { token: fresh })
  const revoked = [await run(['revoke', user.mail, 'admin']), await run(['revoke', user.mail, 'admin'])]
  const after = await service.send('GET', '/v1/admin/audit', { token: fresh })

  expect(before).toBe(403)
  expect(granted).toEqual([
    [0, `${user.mail} is admin.\n`],
    [0, `${user.mail} was already admin.\n`],
  ])
  expect(asAdmin.json().data[0]).toMatchObject({
    operation: 'insert',
    actor: 'database:postgres',
    new: { role: 'admin' },
  })
  expect(revoked).toEqual([
    [0, `${user.mail} is no longer admin.\n`],
    [0, `${user.mail} was not admin.\n`],
  ])
  expect([401, 403]).toContain(after.statusCode)
})

it('says what is wrong with a name, an address or the rights, and changes nothing', async () => {
  const service = await openIdentity()
  const user = await service.newUser()

  const answers = [
    await run(['grant', user.mail, 'king']),
    await run(['grant', 'nobody@example.com', 'finance']),
    await run(['grant', 'nobody', 'finance']),
    await run(['revoke', user.mail, 'user'], application.url),
    await run(['grant', user.mail]),
  ]

  expect(answers.map(([exit]) => exit)).toEqual([2, 2, 2, 2, 2])
  expect(answers.map(([, said]) => said.split('\n')[0])).toEqual([
    'evenkeel-server: There is no role king. There are: user, support, finance, admin.',
    'evenkeel-server: Nobody has the address nobody@example.com. People register first: POST /v1/auth/register.',
    'evenkeel-server: nobody is no mail address. Write one, such as thandi@example.com.',
    'evenkeel-server: The role of DATABASE_URL may not revoke roles. Connect as the one that migrates.',
    'Usage: evenkeel-server <command>',
  ])
})
