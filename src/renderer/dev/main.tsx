// First: zod is told not to compile schemas before the first schema is made.
import { zodRunsWithoutEval } from '../bridge/zod-without-eval.ts';

import { startConsole } from '../start.tsx';
import { createFakeDesk, type FakeDesk } from './fake-desk.ts';

declare global {
  interface Window {
    /** For the developer tools: lose the connection, raise an alert, change the status. */
    fakeDesk: FakeDesk;
  }
}

if (!zodRunsWithoutEval) throw new Error('zod must not compile schemas in a page.');

const asked = new URLSearchParams(location.search);
window.fakeDesk = createFakeDesk({ fresh: asked.has('fresh'), busy: !asked.has('quiet') });
startConsole(window.fakeDesk);
