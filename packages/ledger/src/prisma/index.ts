export { fromPrisma, type PrismaExecutor } from './from-prisma.ts'
