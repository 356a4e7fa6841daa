/** What the rooms above ask of mails. Taking and ending them is the business of delivery alone. */
export { forgetMails, type MailRequest, requestMail, requestMailForStranger } from './mail-store.ts'
