import { setting } from '../../platform/env.ts'
import { route } from '../../platform/http.ts'

const dashboardUrl = (region: string): string =>
  `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/plimsoll`

/** What the site needs at start. An emulated AWS has no console; only a local host knows of demo accounts. */
export const getConfig = route('getConfig', async () => {
  const region = setting('AWS_REGION')
  return {
    version: setting('VERSION'),
    region,
    socket_path: '/ws',
    demo: process.env.DEMO_ACCOUNTS === 'true',
    dashboard_url: process.env.AWS_ENDPOINT_URL ? null : dashboardUrl(region),
  }
})
