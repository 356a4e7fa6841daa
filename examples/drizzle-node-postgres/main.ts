import { openShop, pay, zar } from '@evenkeel/example-shop'
import type { Money } from '@evenkeel/ledger'
import { fromDrizzle } from '@evenkeel/ledger/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import { pgTable, text } from 'drizzle-orm/pg-core'

const shopOrder = pgTable('shop_order', { shop: text(), item: text(), state: text() })

const shop = await openShop()
const db = drizzle(shop.pool)

/** The order and the money for it: both are there, or neither is. */
async function buy(item: string, price: Money<'ZAR'>): Promise<void> {
  await db.transaction(async (tx) => {
    const state = await pay(shop.ledger.using(fromDrizzle(tx)).book(shop.name), item, price)
    await tx.insert(shopOrder).values({ shop: shop.name, item, state })
    if (item === 'kettle') throw new Error('The kettle is broken.')
  })
}

await buy('socks', zar('40.00'))
await buy('piano', zar('80.00'))
await buy('kettle', zar('10.00')).catch((error: unknown) => console.log(String(error)))

await shop.report()

await shop.close()
