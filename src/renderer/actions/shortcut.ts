/** A key with its modifiers, as it is written for people: `Ctrl+Shift+K`, `B`, `?`, `Delete`. */
export type Shortcut = string;

/** The part of a keyboard event a shortcut is recognised by. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'
>;

/**
 * Whether a shortcut acts on one key alone, and so must stay silent while a person types text. Esc and the
 * function keys write nothing.
 */
export function isSingleKey(shortcut: Shortcut): boolean {
  return (
    !/^(?:Escape|(?:Shift\+)?F\d+)$/.test(shortcut) &&
    !shortcut.includes('Ctrl+') &&
    !shortcut.includes('Alt+')
  );
}

/**
 * Whether a key press is that shortcut. On a Mac the command key counts as Ctrl. A sign that needs Shift on some
 * keyboards (`?`) is matched by the sign; letters and digits are matched with their exact modifiers.
 */
export function matches(press: KeyPress, shortcut: Shortcut): boolean {
  const parts = shortcut.split('+');
  const key = parts.at(-1) ?? '';
  const wants = new Set(parts.slice(0, -1));
  if ((press.ctrlKey || press.metaKey) !== wants.has('Ctrl')) return false;
  if (press.altKey !== wants.has('Alt')) return false;
  if (/^[A-Z]$/.test(key)) {
    return press.key.toUpperCase() === key && press.shiftKey === wants.has('Shift');
  }
  if (/^\d$/.test(key)) {
    // With Shift a digit key gives another sign on most keyboards, so the place of the key decides.
    return press.code === `Digit${key}` && press.shiftKey === wants.has('Shift');
  }
  if (key.length === 1) return press.key === key;
  return press.key === key && press.shiftKey === wants.has('Shift');
}

/** The keys of a shortcut, one by one, for a screen: `Ctrl`, `⇧`, `K`. */
export function shortcutKeys(shortcut: Shortcut): readonly string[] {
  const shown: Record<string, string> = { Shift: '⇧', Delete: 'Del', Escape: 'Esc' };
  return shortcut.split('+').map((key) => shown[key] ?? key);
}
