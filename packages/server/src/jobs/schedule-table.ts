import { type JobName, jobTable, type PayloadOf } from './job-table.ts'

/** What begins by the clock instead of by a change. */
export interface Schedule<Name extends JobName = JobName> {
  readonly job: Name
  readonly payload: PayloadOf<Name>
  /** Minute, hour, day, month, weekday, in UTC. */
  readonly cron: string
}

function schedule<Name extends JobName>(cron: string, job: Name, payload: PayloadOf<Name>): Schedule<Name> {
  return { job, payload: jobTable[job].payload.parse(payload) as PayloadOf<Name>, cron }
}

/** Everything that is scheduled. A time that passed while no worker ran is made up for once. */
export const scheduleTable: readonly Schedule[] = [
  schedule('*/15 * * * *', 'check-limits', {}),
  schedule('*/5 * * * *', 'sweep-orphans', {}),
  schedule('* * * * *', 'sweep-stuck', {}),
]
