import { openShop, pay, zar } from '@evenkeel/example-shop'
import type { Money } from '@evenkeel/ledger'
import { fromKysely } from '@evenkeel/ledger/kysely'
import { Kysely, PostgresDialect } from 'kysely'

interface Tables {
  readonly shop_order: { readonly shop: string; readonly item: string; readonly state: string }
}

const shop = await openShop()
const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: shop.pool }) })

/** The order and the money for it: both are there, or neither is. */
async function buy(item: string, price: Money<'ZAR'>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const state = await pay(shop.ledger.using(fromKysely(trx)).book(shop.name), item, price)
    await trx.insertInto('shop_order').values({ shop: shop.name, item, state }).execute()
    if (item === 'kettle') throw new Error('The kettle is broken.')
  })
}

await buy('socks', zar('40.00'))
await buy('piano', zar('80.00'))
await buy('kettle', zar('10.00')).catch((error: unknown) => console.log(String(error)))

await shop.report()

await shop.close()
