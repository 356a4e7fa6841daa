import { work } from './processes/work.ts'

process.exitCode = await work(process.env)
