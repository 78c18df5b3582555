import { SESv2ServiceException, type SendEmailCommandInput } from '@aws-sdk/client-sesv2'

/** What SES answers to too many mails at once. */
export const tooManyMails = new SESv2ServiceException({
  name: 'TooManyRequestsException',
  $fault: 'client',
  message: 'slowly',
  $metadata: { httpStatusCode: 429 },
})

/** What SES answers while an account may not send. */
export const sendingPaused = new SESv2ServiceException({
  name: 'SendingPausedException',
  $fault: 'client',
  message: 'not now',
  $metadata: { httpStatusCode: 400 },
})

/** A mail as it was handed to SES. */
export const mailIn = ({ Destination, Content }: SendEmailCommandInput) => {
  const { Subject, Body, Headers } = Content?.Simple ?? {}
  return {
    to: Destination?.ToAddresses?.[0],
    subject: Subject?.Data,
    text: Body?.Text?.Data ?? '',
    html: Body?.Html?.Data ?? '',
    headers: Object.fromEntries((Headers ?? []).map(({ Name, Value }) => [Name, Value])),
  }
}
