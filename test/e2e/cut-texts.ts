import type { Page } from '@playwright/test';

/**
 * What stands on the page and is cut off at its right without a sign: the text of each, and of what it is a part. An
 * ellipsis is a sign, and so is a bar to scroll by. The strip of what happened ends where the window does.
 */
export function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** Whether the text reaches beyond what clips it, and no ellipsis stands at its end. */
    const isCut = (holder: Element, { right }: DOMRect): boolean => {
      // An ellipsis is for what is in one line with it, not for a box further in.
      let inLine = true;
      for (let box: Element | null = holder; box !== null; box = box.parentElement) {
        const { display, overflowX, textOverflow } = getComputedStyle(box);
        if (overflowX === 'auto' || overflowX === 'scroll') return false;
        if (overflowX !== 'visible' && box.getBoundingClientRect().right + 1 < right) {
          return !(inLine && textOverflow === 'ellipsis');
        }
        inLine &&= display.startsWith('inline');
      }
      return false;
    };
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (!(node instanceof Text) || node.data.trim() === '') continue;
      const holder = node.parentElement;
      if (holder === null || !holder.checkVisibility({ visibilityProperty: true })) continue;
      if (holder.closest('.visually-hidden, [class^="ag-aria"], .activity-strip') !== null)
        continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      if (isCut(holder, range.getBoundingClientRect())) {
        found.push(`${node.data} (${holder.tagName} ${holder.className})`);
      }
    }
    for (const field of document.querySelectorAll('input, textarea')) {
      const { textOverflow, overflowY } = getComputedStyle(field);
      if (field.scrollWidth <= field.clientWidth + 1 || textOverflow === 'ellipsis') continue;
      found.push(`${field.getAttribute('aria-label') ?? field.id} (${field.tagName} ${overflowY})`);
    }
    return found;
  });
}
