import { join } from 'node:path';

import { phases, type Phase } from '#shared/domain/readiness.ts';

import { systemPorts } from '../../src/main/desk/ports.ts';
import type { Check } from '../../src/main/readiness/check.ts';
import { startBrowserShell } from '../../src/main/shells/browser/start-browser-shell.ts';
import { passphrase, Trial } from './desk-under-test.ts';
import { silentLog } from './silent-log.ts';
import { topicsOf } from './topics-of.ts';

/**
 * A program: the console of a desk on a gateway that calls itself paper, which Theo, a tester, has brought to sign-off, and
 * which Rosa, a risk officer, has yet to sign too. Its checks pass by saying so; everything after them is the desk's own.
 * Prints the address of the console, and ends by SIGINT.
 */

function passing(phase: Phase): Check {
  return {
    checkId: `check-${phase}`,
    title: `What phase ${phase} proves`,
    why: 'It matters.',
    phase,
    weight: 1,
    critical: true,
    negativeControl: false,
    gateways: ['simulated', 'paper'],
    needs: [],
    withinMs: 5000,
    run: async () => ({
      figures: [],
      evidence: [{ name: 'seen.txt', title: 'What was seen', contents: 'Seen.' }],
      problems: [],
      found: 'All is well.',
    }),
  };
}

const trial = await Trial.begin();
const under = await trial.start({
  checks: phases.map(({ phase }) => passing(phase)),
  gateway: { kind: 'paper', host: '127.0.0.1', port: trial.gateway.port, clientId: 11 },
});
await under.untilLink('ready');

const { commands, desk } = under;
const administrator = desk.caller('window of the administrator');
const tester = desk.caller('window of the tester');
await commands['people.found']({ name: 'Ana', passphrase }, administrator);
const riskOfficer = desk.caller('window of the risk officer');
const operator = desk.caller('window of the operator');
// Somebody has to be the first: Otto, who is given a passphrase himself, sees that Rosa is Rosa.
await commands['person.add']({ name: 'Otto', roles: ['operator'], passphrase }, administrator);
await commands['session.sign-in']({ personId: 'otto', passphrase }, operator);
await under.join({ name: 'Rosa', roles: ['risk-officer'] }, administrator, riskOfficer);
await under.witness('rosa', operator);
await under.join({ name: 'Theo', roles: ['tester'] }, administrator, tester);
await under.witness('theo', riskOfficer);
await commands['readiness.start']({ phases: phases.map(({ phase }) => phase), seed: 1 }, tester);
const seen = topicsOf(desk.service, tester);
await under.until(
  'the attempt is over',
  () => seen.attempts({}).snapshot()[0]?.state === 'completed',
);
for (const { itemId } of seen.checklist({}).snapshot()) {
  await commands['checklist.tick']({ itemId, note: 'Looked at.', attachment: null }, tester);
}

const { clock, ids, secrets } = systemPorts();
const shell = await startBrowserShell({
  service: desk.service,
  caller: (windowId) => desk.caller(windowId),
  rendererDir: join(import.meta.dirname, '../../out/renderer'),
  port: 0,
  metrics: { token: 'a-token-of-43-letters-that-nobody-here-asks', text: () => '' },
  clock,
  ids,
  secrets,
  log: silentLog,
});
process.once('SIGINT', () => {
  void shell
    .close()
    .then(() => trial.end())
    .then(() => process.exit(0));
});
process.stdout.write(`Deskcheck is ready at ${shell.invitation()}\n`);
