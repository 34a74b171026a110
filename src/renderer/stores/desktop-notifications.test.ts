import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { askForDesktopNotice, desktopNotice, showOnDesktop } from './desktop-notifications.ts';
import { useSettings } from './settings-store.ts';

interface Shown {
  readonly title: string;
  readonly options: NotificationOptions | undefined;
  readonly close: ReturnType<typeof vi.fn>;
  click(): void;
}

let shown: Shown[];
let permission: NotificationPermission;
let answer: NotificationPermission;
let focused: boolean;

/** A browser that notifies as far as its person has given leave. */
function browser({ protocol = 'http:', notifies = true } = {}): void {
  class NotificationDouble extends EventTarget {
    static get permission(): NotificationPermission {
      return permission;
    }
    static requestPermission(): Promise<NotificationPermission> {
      permission = answer;
      return Promise.resolve(answer);
    }
    readonly close = vi.fn();
    constructor(title: string, options?: NotificationOptions) {
      super();
      const click = (): void => {
        this.dispatchEvent(new Event('click'));
      };
      shown.push({ title, options, close: this.close, click });
    }
  }
  vi.stubGlobal('window', {
    location: { protocol },
    ...(notifies ? { Notification: NotificationDouble } : {}),
  });
  vi.stubGlobal('Notification', NotificationDouble);
  vi.stubGlobal('document', { hasFocus: () => focused });
}

beforeEach(() => {
  shown = [];
  permission = 'granted';
  answer = 'granted';
  focused = false;
  browser();
  useSettings.setState({ desktopNotice: true });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a notification of the system', () => {
  it('names the alert, stays until somebody has looked, and opens it on a click', () => {
    const open = vi.fn();
    showOnDesktop('alert-1', 'Daily loss reached', 'The desk is REDUCING.', open);
    expect(shown).toMatchObject([
      {
        title: 'Daily loss reached',
        options: { body: 'The desk is REDUCING.', tag: 'alert-1', requireInteraction: true },
      },
    ]);
    shown[0]?.click();
    expect(open).toHaveBeenCalledOnce();
    expect(shown[0]?.close).toHaveBeenCalledOnce();
  });

  it.each<[string, () => void]>([
    ['while the page is before a person’s eyes', () => (focused = true)],
    ['where nobody wants it', () => useSettings.setState({ desktopNotice: false })],
    ['where the browser was given no leave', () => (permission = 'default')],
    ['where leave was refused', () => (permission = 'denied')],
    ['in the application, which shows its own', () => browser({ protocol: 'app:' })],
    ['where the browser knows none', () => browser({ notifies: false })],
  ])('is not shown %s', (_when, given) => {
    given();
    showOnDesktop('alert-1', 'Daily loss reached', '', vi.fn());
    expect(shown).toEqual([]);
  });
});

it('leave is asked for once a person wants it, and what they answered is told', async () => {
  permission = 'default';
  expect(desktopNotice(true)).toBe('off');
  answer = 'denied';
  expect(await askForDesktopNotice()).toBe('refused');
  answer = 'granted';
  expect(await askForDesktopNotice()).toBe('on');
  browser({ notifies: false });
  expect(await askForDesktopNotice()).toBe('unavailable');
});
