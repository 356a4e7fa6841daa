import type { Workload } from '../workload.ts'
import { singlePosts } from './single-posts.ts'

export const workloads: readonly Workload[] = [singlePosts]
