import { configureGlobal } from 'fast-check'

// The same values for every defect, so that whether it is caught does not depend on the day.
configureGlobal({ seed: 1, endOnFailure: true })
