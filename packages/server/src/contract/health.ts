import { z } from 'zod'

export const Liveness = z
  .object({ status: z.literal('alive') })
  .meta({ id: 'Liveness', description: 'The process runs and answers' })

export const Readiness = z
  .object({
    status: z.literal('ready'),
    checks: z.object({ database: z.literal('ok'), migrations: z.literal('ok') }),
  })
  .meta({ id: 'Readiness', description: 'The process can do its work' })
