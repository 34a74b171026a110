import { expect, test } from 'vitest';
import { chooseShell, downloadHelps, hasDisplay } from './shell-choice.mjs';

const able = { asked: null, binary: true, display: true, root: false, platform: 'linux' };

test.each([
  { have: {}, shell: 'electron', why: null },
  { have: { asked: 'browser' }, shell: 'browser', why: null },
  { have: { asked: 'electron' }, shell: 'electron', why: null },
  { have: { display: false }, shell: 'browser', why: 'no display' },
  { have: { binary: false }, shell: 'browser', why: 'Electron binary' },
  { have: { display: false, binary: false }, shell: 'browser', why: 'no display' },
  { have: { root: true }, shell: 'browser', why: 'root' },
  { have: { root: true, platform: 'darwin' }, shell: 'electron', why: null },
])('$have opens the $shell shell', ({ have, shell, why }) => {
  const choice = chooseShell({ ...able, ...have });
  expect(choice.shell).toBe(shell);
  expect(String(choice.why)).toContain(String(why));
});

test.each([{ display: false }, { binary: false }, { root: true }])(
  'a window that was asked for and cannot open (%o) is refused, not replaced',
  (have) => {
    expect(chooseShell({ ...able, ...have, asked: 'electron' }).refused).toContain(
      '--shell electron',
    );
  },
);

test.each([
  { have: { binary: false }, helps: true },
  { have: { binary: false, asked: 'electron' }, helps: true },
  { have: {}, helps: false },
  { have: { binary: false, display: false }, helps: false },
  { have: { binary: false, root: true }, helps: false },
  { have: { binary: false, asked: 'browser' }, helps: false },
])('a download with $have helps: $helps', ({ have, helps }) => {
  expect(downloadHelps({ ...able, ...have })).toBe(helps);
});

test.each([
  ['linux', {}, false],
  ['linux', { DISPLAY: '' }, false],
  ['linux', { DISPLAY: ':0' }, true],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['darwin', {}, true],
  ['win32', {}, true],
])('%s with %o has a display: %s', (platform, environment, display) => {
  expect(hasDisplay(platform, environment)).toBe(display);
});
