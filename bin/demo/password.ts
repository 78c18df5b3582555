/** The password of every account of the demo; these accounts exist on this machine only. */
export const DEMO_PASSWORD = 'plimsoll-demo'
