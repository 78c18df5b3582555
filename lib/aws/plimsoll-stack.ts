import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { Api } from './api.ts'
import { openRooms } from './grants.ts'
import { Identity } from './identity.ts'
import { Mail } from './mail.ts'
import { Messaging } from './messaging.ts'
import { Observability } from './observability.ts'
import { Schedules } from './schedules.ts'
import { Secrets } from './secrets.ts'
import { settingsOf } from './settings.ts'
import { Site } from './site.ts'
import { Socket } from './socket.ts'
import { Subscriptions } from './subscriptions.ts'
import { Tables } from './tables.ts'

/** The whole of Plimsoll: builds each construct, then connects it to the others that it needs. */
export class PlimsollStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props)
    const settings = settingsOf(this)

    // Storage
    const tables = new Tables(this, 'Tables')
    const secrets = new Secrets(this, 'Secrets')

    // Accounts
    const { mailDomain } = settings
    const identity = new Identity(this, 'Identity', settings)
    if (mailDomain && mailDomain.identity !== 'existing') new Mail(this, 'Mail', mailDomain)

    // Events and schedules
    const messaging = new Messaging(this, 'Messaging', settings)
    new Subscriptions(this, 'Subscriptions', tables.byName.Tickets, messaging)
    new Schedules(this, 'Schedules', { settings, messaging })

    // Public entry points
    const api = new Api(this, 'Api')
    const socket = new Socket(this, 'Socket', settings)
    const site = new Site(this, 'Site', { settings, api, socket, secrets })

    const rooms = { settings, tables, secrets, identity, messaging, api, socket, site }
    openRooms(this, rooms)
    new Observability(this, 'Observability', rooms)

    new CfnOutput(this, 'Url', { value: site.url })
  }
}
