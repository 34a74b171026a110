/**
 * Lets `react-remove-scroll` (under Mantine's dialogs) put in its style element: it takes the nonce of the page's
 * policy from this global and from nowhere else. Mantine, AG Grid and dockview are handed theirs as a property.
 */
export function giveNonceToLibraries(page: ParentNode): void {
  const nonce = page.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
  Object.assign(globalThis, { __webpack_nonce__: nonce });
}
