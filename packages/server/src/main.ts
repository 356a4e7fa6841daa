import { serve } from './processes/serve.ts'

process.exitCode = await serve(process.env)
