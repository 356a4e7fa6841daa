/** What the rooms above ask of the list: to say, in the transaction of a fact, what people will see of it. */
export {
  addTransaction,
  completeTransaction,
  detailTransaction,
  failTransaction,
  holdTransaction,
  moveTransaction,
  type NewTransaction,
} from './transaction-store.ts'
