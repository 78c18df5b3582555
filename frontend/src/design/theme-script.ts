/** Where the chosen theme is kept. */
export const THEME_KEY = 'plimsoll.theme'

/**
 * Runs before the first paint, inline in both pages, so that nobody sees the wrong theme flash by.
 * The site's security policy names it by its hash: whoever changes it needs no other change, the build computes it.
 */
export const THEME_SCRIPT = `(function(){var t;try{t=localStorage.getItem('${THEME_KEY}')}catch(e){}document.documentElement.dataset.theme=t==='light'||t==='system'?t:'dark'})()`
