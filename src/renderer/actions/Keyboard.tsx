import { useEffect } from 'react';

import { releaseKill, useKill } from '../stores/kill-store.ts';
import { useSettings } from '../stores/settings-store.ts';
import { isAtHand, refusalOf } from './action.ts';
import { readActionContext } from './action-context.ts';
import { allActions } from './all-actions.ts';
import { isSingleKey, matches } from './shortcut.ts';

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input:not([type="radio"], [type="checkbox"]), textarea, select') !== null)
  );
}

function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.key === 'Escape' && useKill.getState().stage.at === 'holding') {
    releaseKill();
    event.preventDefault();
    return;
  }
  if (event.key === 'Enter' && event.repeat) {
    // A key held down repeats: an Enter that previewed must never run on into sending.
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented || event.isComposing) return;
  const context = readActionContext();
  const action = allActions.find(
    ({ shortcut, screen }) =>
      shortcut !== null &&
      matches(event, shortcut) &&
      (screen === null || screen === context.screen),
  );
  if (action === undefined || action.shortcut === null || !isAtHand(action, context)) return;
  if (isSingleKey(action.shortcut)) {
    if (!useSettings.getState().singleKeys || isTyping(event.target) || isDialogOpen()) return;
  } else if (action.shortcut === 'Escape' && isDialogOpen()) return;
  if (refusalOf(action, context) !== null) return;
  event.preventDefault();
  if (!event.repeat) action.run();
}

/** Hears the shortcuts of the actions, wherever the focus is. */
export function Keyboard() {
  useEffect(() => {
    globalThis.addEventListener('keydown', onKeyDown);
    return () => {
      globalThis.removeEventListener('keydown', onKeyDown);
    };
  }, []);
  return null;
}
