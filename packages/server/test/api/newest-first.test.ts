import { expect, it } from 'vitest'
import type { Principal } from '../../src/contract/access.ts'
import { openWithdrawals, type WithdrawalApp } from '../support/withdrawal-app.ts'

/** Lists whose rows the database numbers. As text, 10 would stand before 9. */
const lists = [
  ['/v1/deposits', 'deposit'],
  ['/v1/withdrawals', 'withdrawal'],
  ['/v1/transactions', 'transaction'],
  ['/v1/admin/withdrawals', 'withdrawal'],
  ['/v1/admin/breaks', 'break'],
  ['/v1/admin/reconciliation', 'reconciliation_run'],
] as const

it('pages through every numbered list forth and back, the newest first, past the tenth row', async () => {
  const service = await openWithdrawals({ EVENKEEL_WITHDRAWAL_LIMITS: 'ZAR pending=20 automatic-up-to=0.00' })
  const owner = await service.newHolder()
  for (let made = 0; made < 12; made++) await makeRows(service, owner, made)

  for (const [path, table] of lists) {
    const as = path.startsWith('/v1/admin') ? service.finance : owner
    const forth = await walk(service, as, path)

    const numbered = await service.query(
      `SELECT id FROM wallet.${table} WHERE id = ANY ($1::uuid[]) ORDER BY ${table}.number DESC`,
      [forth.ids],
    )
    expect(forth.ids.length, path).toBeGreaterThanOrEqual(12)
    expect(forth.ids, path).toEqual(numbered.map(({ id }) => id))
    expect(forth.back, path).toEqual(forth.before)
  }
})

async function makeRows(service: WithdrawalApp, owner: Principal, made: number): Promise<void> {
  const { tenantId } = service.finance
  await service.deposit(owner)
  await service.withdraw(owner, '1000')
  await service.query(
    `INSERT INTO wallet.break (tenant_id, kind, gateway, object_id, expected, found, opened_at)
     VALUES ($1, 'purchase_differs', 'revio', $2, '{}', '{}', now())`,
    [tenantId, `made-${made}`],
  )
  await service.query(
    `INSERT INTO wallet.reconciliation_run (tenant_id, requested_at, started_at, ended_at)
     VALUES ($1, now(), now(), now())`,
    [tenantId],
  )
}

/** All ids, page by page; the page before the last, as it came and as the last page says that it is. */
async function walk(
  service: WithdrawalApp,
  as: Principal,
  path: string,
): Promise<{ ids: string[]; before: string[]; back: string[] }> {
  const page = async (
    cursor: string,
  ): Promise<{ ids: string[]; next: string | null; prev: string | null }> => {
    const answer = await service.send(as, 'GET', `${path}?limit=5${cursor}`)
    const { data, page: where } = answer.json()
    return { ids: data.map(({ id }: { id: string }) => id), ...where }
  }
  const pages = [await page('')]
  for (let next = pages[0]?.next; typeof next === 'string'; next = pages.at(-1)?.next) {
    pages.push(await page(`&cursor=${next}`))
  }
  const { ids: back } = await page(`&cursor=${pages.at(-1)?.prev}`)
  return { ids: pages.flatMap(({ ids }) => ids), before: pages.at(-2)?.ids ?? [], back }
}
