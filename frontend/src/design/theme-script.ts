/** The storage key of the chosen theme. */
export const THEME_KEY = 'plimsoll.theme'

/**
 * Runs before the first paint, inline in both pages, so that the wrong theme never flashes up.
 * The site's security policy names it by its hash, which the build computes.
 */
export const THEME_SCRIPT = `(function(){var t;try{t=localStorage.getItem('${THEME_KEY}')}catch(e){}document.documentElement.dataset.theme=t==='light'||t==='system'?t:'dark'})()`
