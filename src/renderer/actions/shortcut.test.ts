import { describe, expect, it } from 'vitest';

import { isSingleKey, matches, shortcutKeys, type KeyPress } from './shortcut.ts';

const bare: KeyPress = {
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
};

describe('a key press', () => {
  it.each<[Partial<KeyPress>, string, boolean]>([
    [{ key: 'b' }, 'B', true],
    [{ key: 'B', shiftKey: true }, 'B', false],
    [{ key: 'b', ctrlKey: true }, 'B', false],
    [{ key: 'k', ctrlKey: true }, 'Ctrl+K', true],
    [{ key: 'k', metaKey: true }, 'Ctrl+K', true],
    [{ key: 'K', ctrlKey: true, shiftKey: true }, 'Ctrl+K', false],
    [{ key: 'K', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+K', true],
    [{ key: 'k', ctrlKey: true, altKey: true }, 'Ctrl+K', false],
    [{ key: '1', code: 'Digit1' }, '1', true],
    [{ key: '!', code: 'Digit1', shiftKey: true }, '1', false],
    [{ key: '!', code: 'Digit1', shiftKey: true }, 'Shift+1', true],
    [{ key: '?', shiftKey: true }, '?', true],
    [{ key: '?' }, '?', true],
    [{ key: 'Delete' }, 'Delete', true],
    [{ key: 'Enter' }, 'Delete', false],
  ])('%j is %s: %s', (press, shortcut, expected) => {
    expect(matches({ ...bare, ...press }, shortcut)).toBe(expected);
  });
});

it('knows which shortcuts would act while a person types', () => {
  expect(isSingleKey('B')).toBe(true);
  expect(isSingleKey('Shift+1')).toBe(true);
  expect(isSingleKey('Ctrl+K')).toBe(false);
  expect(isSingleKey('Escape')).toBe(false);
});

it('shows the keys one by one', () => {
  expect(shortcutKeys('Ctrl+Shift+K')).toEqual(['Ctrl', '⇧', 'K']);
});
