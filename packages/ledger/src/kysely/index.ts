export { fromKysely, type KyselyExecutor } from './from-kysely.ts'
