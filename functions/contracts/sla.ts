/** Share of a clock's time that is left when it counts as at risk. Free of zod, for the browser. */
export const AT_RISK_SHARE = 0.3
