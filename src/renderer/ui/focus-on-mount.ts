/**
 * As the `ref` of a field that a click has brought up: the focus goes there. The button that was clicked is gone, and a
 * person who works by keyboard would have to begin at the top of the page.
 */
export function focusOnMount(field: HTMLElement | null): void {
  field?.focus();
}
