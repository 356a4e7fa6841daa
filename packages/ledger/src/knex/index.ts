export { fromKnex, type KnexExecutor } from './from-knex.ts'
