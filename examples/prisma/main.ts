import { openShop, pay, zar } from '@evenkeel/example-shop'
import type { Money } from '@evenkeel/ledger'
import { fromPrisma } from '@evenkeel/ledger/prisma'
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/client.ts'

const shop = await openShop()
const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: shop.url }) })

/** The order and the money for it: both are there, or neither is. */
async function buy(item: string, price: Money<'ZAR'>): Promise<void> {
  await prisma.$transaction(async (tx) => {
    const state = await pay(shop.ledger.using(fromPrisma(tx)).book(shop.name), item, price)
    await tx.shopOrder.create({ data: { shop: shop.name, item, state } })
    if (item === 'kettle') throw new Error('The kettle is broken.')
  })
}

await buy('socks', zar('40.00'))
await buy('piano', zar('80.00'))
await buy('kettle', zar('10.00')).catch((error: unknown) => console.log(String(error)))

await shop.report()
await prisma.$disconnect()
await shop.close()
