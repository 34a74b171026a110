/** The scheme of the console's own page. It is not http, so no server can ever be the page's origin. */
export const appScheme = 'app';
export const appOrigin = 'app://deskcheck';
export const pageUrl = `${appOrigin}/index.html`;
