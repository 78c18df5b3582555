import { setting } from '../../platform/env.ts'
import { route } from '../pipeline/http.ts'

const LOCAL_DASHBOARD = '/_local/dashboard'

const cloudDashboard = (region: string): string =>
  `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${setting('DASHBOARD_NAME')}`

/** What the site needs at start-up. A local host draws the dashboard itself, and only it has demo accounts. */
export const getConfig = route('getConfig', async () => {
  const region = setting('AWS_REGION')
  return {
    version: setting('VERSION'),
    region,
    socket_path: '/ws',
    demo: process.env.DEMO_ACCOUNTS === 'true',
    dashboard_url: process.env.AWS_ENDPOINT_URL ? LOCAL_DASHBOARD : cloudDashboard(region),
  }
})
