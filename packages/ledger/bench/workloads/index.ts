import type { Workload } from '../workload.ts'
import { arrivals } from './arrivals.ts'
import { batches } from './batches.ts'
import { growth } from './growth.ts'
import { hostTransaction } from './host-transaction.ts'
import { processes } from './processes.ts'
import { reads } from './reads.ts'
import { serverCost } from './server-cost.ts'
import { singlePosts } from './single-posts.ts'

export const workloads: readonly Workload[] = [
  singlePosts,
  batches,
  hostTransaction,
  processes,
  arrivals,
  growth,
  reads,
  serverCost,
]
