export { type DrizzleExecutor, fromDrizzle } from './from-drizzle.ts'
