import { openShop, pay, zar } from '@evenkeel/example-shop'
import type { Money } from '@evenkeel/ledger'
import { fromKnex } from '@evenkeel/ledger/knex'
import knex from 'knex'

const shop = await openShop()
const db = knex({ client: 'pg', connection: shop.url })

/** The order and the money for it: both are there, or neither is. */
async function buy(item: string, price: Money<'ZAR'>): Promise<void> {
  await db.transaction(async (trx) => {
    const state = await pay(shop.ledger.using(fromKnex(trx)).book(shop.name), item, price)
    await trx('shop_order').insert({ shop: shop.name, item, state })
    if (item === 'kettle') throw new Error('The kettle is broken.')
  })
}

await buy('socks', zar('40.00'))
await buy('piano', zar('80.00'))
await buy('kettle', zar('10.00')).catch((error: unknown) => console.log(String(error)))

await shop.report()
await db.destroy()
await shop.close()
