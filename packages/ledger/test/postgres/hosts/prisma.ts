import { PrismaPg } from '@prisma/adapter-pg'
import { fromPrisma } from '../../../src/prisma/index.ts'
import type { HostKind } from './host.ts'
import { openPool } from './pg.ts'
import { PrismaClient } from './prisma-client/generated/client.ts'

/** A client that prisma's own generator made; `prisma-client/README.md` says how. */
export const prisma: HostKind = {
  name: 'prisma',
  open(settings) {
    const client = new PrismaClient({
      adapter: new PrismaPg(openPool(settings), { disposeExternalPool: true }),
    })
    return {
      transaction: (work) =>
        client.$transaction(
          (tx) => work({ forLedger: fromPrisma(tx), run: (statement) => tx.$executeRawUnsafe(statement) }),
          // Its own limits are made for requests of a web page; a busy machine may need longer.
          { maxWait: 5_000, timeout: 60_000 },
        ),
      close: () => client.$disconnect(),
    }
  },
}
