import { openShop, pay, zar } from '@evenkeel/example-shop'
import type { Money } from '@evenkeel/ledger'
import { fromPostgresJs } from '@evenkeel/ledger/postgres-js'
import postgres from 'postgres'

const shop = await openShop()
const sql = postgres(shop.url)

/** The order and the money for it: both are there, or neither is. */
async function buy(item: string, price: Money<'ZAR'>): Promise<void> {
  await sql.begin(async (trx) => {
    const state = await pay(shop.ledger.using(fromPostgresJs(trx)).book(shop.name), item, price)
    await trx`INSERT INTO shop_order ${trx({ shop: shop.name, item, state })}`
    if (item === 'kettle') throw new Error('The kettle is broken.')
  })
}

await buy('socks', zar('40.00'))
await buy('piano', zar('80.00'))
await buy('kettle', zar('10.00')).catch((error: unknown) => console.log(String(error)))

await shop.report()
await sql.end()
await shop.close()
