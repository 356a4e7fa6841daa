import { writtenText } from './written-text.ts'

/** Why staff do something, in their words: it is read again when somebody asks what happened. */
export const Reason = writtenText({ least: 3, most: 500 }).meta({ example: 'The event was cancelled' })
