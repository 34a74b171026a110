import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createDeskClient } from '#shared/contract/client.ts';
import { memoryTextPair } from '#shared/contract/memory-wire.ts';
import { serveWire } from '#shared/contract/serve.ts';
import type { DeskTopics } from '#shared/contract/service.ts';
import type { CertificateStatus } from '#shared/domain/certification.ts';
import { phases, type Phase } from '#shared/domain/readiness.ts';

import { systemPorts } from '../../src/main/desk/ports.ts';
import type { Check } from '../../src/main/readiness/check.ts';
import { brokerEventChecks } from '../../src/main/readiness/checks/broker-events.ts';
import {
  givenPassphrase,
  passphrase,
  Trial,
  type DeskUnderTest,
} from '../support/desk-under-test.ts';
import { topicsOf } from '../support/topics-of.ts';

/** A desk on a gateway that calls itself paper, whose people prove who they are. */

const checks: Check[] = [
  ...phases.map(({ phase }) => checkOf(`check-${phase}`, phase, ['simulated', 'paper'])),
  checkOf('load-unhindered', 4, ['simulated']),
];

function checkOf(checkId: string, phase: Phase, gateways: Check['gateways']): Check {
  return {
    checkId,
    title: `Title of ${checkId}`,
    why: 'It matters.',
    phase,
    weight: 1,
    critical: true,
    negativeControl: false,
    gateways,
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

const passphrases = {
  ana: passphrase,
  otto: 'nine slow barges drift',
  rosa: 'four copper kettles sing',
  theo: 'two tall lanterns lean',
} as const;
/** Each takes a third of a second of a quiet machine, and many times that of a busy one. */
const passphrasesTakeMs = 120_000;
type Who = keyof typeof passphrases;
const windowOf = (who: Who): string => `window of ${who}`;

let trial: Trial;
let desk: DeskUnderTest;
beforeEach(async () => {
  trial = await Trial.begin();
  desk = await trial.start({
    checks,
    gateway: { kind: 'paper', host: '127.0.0.1', port: trial.gateway.port, clientId: 11 },
  });
  await desk.untilLink('ready');
});
afterEach(() => trial.end());

/** A person's window, as the page of it speaks to the desk. */
function at(who: Who): ReturnType<typeof createDeskClient> {
  const { server, client } = memoryTextPair();
  serveWire(server.wire, desk.desk.service, desk.desk.caller(windowOf(who)), {
    ...systemPorts(),
    onFault: () => undefined,
  });
  return createDeskClient(client.wire);
}

function seenBy(who: Who): DeskTopics {
  return topicsOf(desk.desk.service, desk.desk.caller(windowOf(who)));
}

const roles = { otto: 'operator', rosa: 'risk-officer', theo: 'tester' } as const;

/**
 * The administrator, and others who sign in at their windows. A passphrase takes the machine a while on purpose. Who is to
 * approve or sign makes the one they are given their own, and is seen to by another: the first by Otto.
 */
async function found(...others: (keyof typeof roles)[]): Promise<void> {
  const ana = at('ana');
  await ana.call('people.found', { name: 'Ana', passphrase: passphrases.ana });
  let witness: Who | null = null;
  for (const personId of others) {
    const name = `${personId.slice(0, 1).toUpperCase()}${personId.slice(1)}`;
    const given = witness === null ? passphrases[personId] : givenPassphrase;
    await ana.call('person.add', { name, roles: [roles[personId]], passphrase: given });
    await at(personId).call('session.sign-in', { personId, passphrase: given });
    if (witness !== null) {
      await at(personId).call('person.set-passphrase', {
        personId,
        passphrase: passphrases[personId],
        present: given,
      });
      await desk.witness(personId, desk.desk.caller(windowOf(witness)));
    }
    witness = personId;
  }
}

const certificate = (): CertificateStatus => {
  const [status] = seenBy('theo').certificate({}).snapshot();
  if (status === undefined) throw new Error('The desk says nothing of a certificate.');
  return status;
};
const verdict = (): unknown => seenBy('theo').readiness({}).snapshot()[0]?.verdict;

async function attempt(): Promise<string> {
  const { attemptId } = await at('theo').call('readiness.start', {
    phases: phases.map(({ phase }) => phase),
    seed: 1,
  });
  const isOver = (): boolean =>
    seenBy('theo').attempts({}).snapshot().at(-1)?.state === 'completed';
  await desk.until('the attempt is over', isOver);
  return attemptId;
}

function proposeWaiver(): Promise<{ proposalId: string }> {
  return at('theo').call('waiver.propose', {
    checkId: 'load-unhindered',
    owner: 'Rosa',
    reason: 'A broker’s paper account is not loaded.',
    compensatingControl: 'The rehearsal of this version bore it.',
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
}

const approval = { reason: 'The rehearsal’s report says so.' };

function sign(
  who: Who,
  attemptId: string,
  given: string | null = passphrases[who],
): Promise<{ certificateId: string | null }> {
  return at(who).call('readiness.sign', {
    attemptId,
    passphrase: given,
    statement: `I, ${who}, stand by it.`,
  });
}

interface Line {
  kind: string;
  by: string;
  window: string | null;
  body: string;
}

async function journal(kinds: string[] = []): Promise<Line[]> {
  const { entries } = await at('theo').call('journal.read', {
    beforeSeq: null,
    limit: 1000,
    kinds,
    orderRef: null,
    text: null,
  });
  return entries;
}

test(
  'what a paper gateway cannot show is waived by two, a tester and a risk officer sign with their passphrases, and a change of limits ends it',
  async () => {
    await found('otto', 'rosa', 'theo');
    await expect(
      at('otto').call('readiness.start', { phases: [1], seed: 1 }),
    ).rejects.toMatchObject({
      code: 'not-allowed',
    });
    const attemptId = await attempt();
    expect(verdict()).toBe('not-ready');
    expect(certificate().signing.obstacles).toContain('Phase 4 has not passed.');

    const { proposalId } = await proposeWaiver();
    for (const [who, why] of [
      ['theo', /Theo \(tester\) is not allowed/],
      ['ana', /Ana may not decide a proposal to accept a check/],
    ] as const) {
      await expect(at(who).call('proposal.approve', { proposalId, ...approval })).rejects.toThrow(
        why,
      );
    }
    expect(verdict()).toBe('not-ready');
    await at('rosa').call('proposal.approve', { proposalId, ...approval });
    expect(verdict()).toBe('ready-for-sign-off');
    expect(certificate().signing.obstacles).toMatchObject([
      expect.stringMatching(/^17 of 17 items of the checklist are open: .*; and 14 more\.$/),
    ]);
    await expect(
      at('rosa').call('checklist.tick', {
        itemId: 'runbook-read',
        note: 'Mine.',
        attachment: null,
      }),
    ).rejects.toMatchObject({ code: 'not-allowed' });
    for (const { itemId } of seenBy('theo').checklist({}).snapshot()) {
      await at('theo').call('checklist.tick', { itemId, note: 'Looked at.', attachment: null });
    }

    expect(await sign('theo', attemptId)).toMatchObject({ certificateId: null });
    // A second role makes nobody a second person.
    await at('ana').call('person.change-roles', {
      personId: 'theo',
      roles: ['tester', 'risk-officer'],
    });
    await expect(sign('theo', attemptId)).rejects.toThrow(/cannot be the second person/);
    const { certificateId } = await sign('rosa', attemptId);
    expect(verdict()).toBe('certified');
    expect(certificate()).toMatchObject({
      state: 'in-force',
      certificate: {
        certificateId,
        rehearsal: false,
        environment: { gatewayKind: 'paper', accountId: 'DU1000001' },
        signatures: [
          { as: 'tester', by: 'theo', name: 'Theo' },
          { as: 'risk-officer', by: 'rosa', name: 'Rosa' },
        ],
        waivers: [{ checkId: 'load-unhindered', proposedBy: 'theo', approvedBy: 'rosa' }],
        notProven: [
          expect.stringMatching(/^Title of load-unhindered \(skipped\): It is not run on a paper/),
          expect.stringMatching(/machine they were taken on/),
        ] as unknown,
      },
    });

    const { limits } = await at('otto').call('limits.read', {});
    const proposed = await at('otto').call('limits.propose', {
      baseVersion: limits.version,
      limits: { ...limits, maxOrderQuantity: { ...limits.maxOrderQuantity, value: 7 } },
      reason: 'Smaller.',
    });
    await at('rosa').call('proposal.approve', { proposalId: proposed.proposalId, reason: 'Yes.' });
    const alert = () =>
      seenBy('rosa')
        .alerts({})
        .snapshot()
        .find(({ rule }) => rule === 'certificate-invalid');
    await desk.until('the alert is raised', () => alert() !== undefined, 1000);
    expect(alert()).toMatchObject({ severity: 'critical', state: 'open' });
    expect(verdict()).toBe('invalidated');
    expect(certificate().endedBecause).toBe('Since it was issued, the limits were changed.');

    expect(await journal(['readiness.signed'])).toMatchObject([
      { by: 'rosa', window: windowOf('rosa') },
      { by: 'theo', window: windowOf('theo') },
    ]);
    expect(await at('theo').call('journal.verify', {})).toMatchObject({
      ok: true,
      difference: null,
    });
  },
  passphrasesTakeMs,
);

test(
  'a check with a gateway of its own runs at a paper gateway, says so, and sends nothing to the account',
  async () => {
    await desk.desk.close('Another list of checks.');
    desk = await trial.start({
      checks: brokerEventChecks.filter(({ checkId }) => checkId === 'rejection-told'),
      gateway: { kind: 'paper', host: '127.0.0.1', port: trial.gateway.port, clientId: 11 },
      scratchDesks: true,
    });
    await desk.untilLink('ready');
    await found('theo');
    await attempt();
    const [check] = seenBy('theo').checks({}).snapshot();
    expect(check?.run).toMatchObject({
      checkId: 'rejection-told',
      result: 'passed',
      sentence: expect.stringMatching(
        /on a simulated gateway of its own: .*nothing of the paper gateway/,
      ) as unknown,
    });
    expect(trial.control.orders()).toEqual([]);
  },
  passphrasesTakeMs,
);

describe('a signature', () => {
  test(
    'takes the passphrase of who signs, again, and is not guessed; what was wrong is on record, and no passphrase is',
    async () => {
      await found('otto', 'theo');
      const attemptId = await attempt();
      await expect(sign('theo', attemptId, null)).rejects.toMatchObject({ code: 'bad-input' });
      await expect(sign('theo', attemptId, 'a wrong one of words')).rejects.toThrow(
        'The passphrase is wrong.',
      );
      await expect(sign('theo', attemptId, passphrases.rosa)).rejects.toThrow(
        'The passphrase is wrong.',
      );
      expect(certificate().signing).toMatchObject({ signatures: [], next: 'tester' });
      const refused = await journal(['session.refused']);
      expect(refused.map(({ window }) => window)).toEqual([windowOf('theo'), windowOf('theo')]);
      expect(refused.map(({ body }): unknown => JSON.parse(body))).toMatchObject([
        { personId: 'theo', cause: 'wrong-passphrase', purpose: 'signature' },
        { personId: 'theo', cause: 'wrong-passphrase', purpose: 'signature' },
      ]);
      // Two were wrong; the fifth ends it for a while, for the right one as well.
      for (let guess = 3; guess < 5; guess += 1) {
        await expect(sign('theo', attemptId, `guess number ${guess}`)).rejects.toThrow(
          'The passphrase is wrong.',
        );
      }
      await expect(sign('theo', attemptId, 'guess number 5')).rejects.toThrow(
        /none is accepted for 30 s/,
      );
      await expect(sign('theo', attemptId)).rejects.toThrow(/too many wrong passphrases/);
      expect(certificate().signing.signatures).toEqual([]);
      const all = await journal(['session.refused']);
      expect(all).toHaveLength(5);
      expect(JSON.parse(all[0]?.body ?? '')).toMatchObject({
        cause: 'too-many-guesses',
        restMs: 30_000,
        purpose: 'signature',
      });

      const written = [
        JSON.stringify(await journal()),
        readFileSync(join(trial.dataDir, 'paper', 'credentials.json'), 'utf8'),
      ].join('\n');
      for (const words of [...Object.values(passphrases), 'a wrong one of words']) {
        expect(written).not.toContain(words);
      }
    },
    passphrasesTakeMs,
  );

  test(
    'is not that of whoever is at the window once the passphrase was checked',
    async () => {
      await found('otto', 'theo');
      const attemptId = await attempt();
      const theo = desk.desk.caller(windowOf('theo'));
      const signing = desk.commands['readiness.sign'](
        { attemptId, passphrase: passphrases.theo, statement: 'I stand by it.' },
        theo,
      );
      await desk.commands['session.sign-out']({}, theo);
      await expect(signing).rejects.toThrow(/given to another person meanwhile/);
    },
    passphrasesTakeMs,
  );
});
