import type { Workload } from '../workload.ts'
import { serverCost } from './server-cost.ts'
import { singlePosts } from './single-posts.ts'

export const workloads: readonly Workload[] = [singlePosts, serverCost]
