import { watchResources } from './watch-resources.ts'

/** Of this process: a worker runs many files, and is watched once. */
export const resources = watchResources()
