import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createDeskClient } from '#shared/contract/client.ts';
import { declaredCommands } from '#shared/contract/declared.ts';
import { commands } from '#shared/contract/commands.ts';
import { memoryTextPair } from '#shared/contract/memory-wire.ts';
import { serveWire } from '#shared/contract/serve.ts';
import { can, nobody, roleSchema, type Person } from '#shared/domain/people.ts';
import type { Wire } from '#shared/contract/wire.ts';

import { systemPorts } from '../../src/main/desk/ports.ts';
import { callerWith, deskDouble } from '../support/desk-double.ts';
import { passphrase, Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

const persons: Person[] = [
  nobody,
  ...roleSchema.options.map((role): Person => ({ personId: role, name: role, roles: [role] })),
];
const everyCommand = Object.keys(commands).filter((name) => Object.hasOwn(declaredCommands, name));

/** What a forged page gets for a command, whatever it sends with it. */
function answerTo(person: Person, command: string): Promise<unknown> {
  const { server, client } = memoryTextPair();
  const ports = systemPorts();
  const caller = { ...callerWith(), person };
  serveWire(server.wire, deskDouble().service, caller, { ...ports, onFault: () => undefined });
  return new Promise((resolve) => {
    client.wire.onMessage(resolve);
    client.wire.send({ t: 'call', id: 1, command, input: { personId: 'administrator' } });
  });
}

describe('every command by everybody who lacks the right to it', () => {
  const capabilityOf = (command: string) =>
    Object.entries(declaredCommands).find(([name]) => name === command)?.[1].capability ?? null;
  const forbidden = persons.flatMap((person) =>
    everyCommand
      .filter((command) => {
        const capability = capabilityOf(command);
        return capability !== null && !can(person, capability);
      })
      .map((command): [string, string, Person] => [person.personId, command, person]),
  );

  test('are many', () => expect(forbidden.length).toBeGreaterThan(100));

  test.each(forbidden)('%s: %s is refused', async (_who, command, person) => {
    expect(await answerTo(person, command)).toMatchObject({
      t: 'failed',
      error: { code: 'not-allowed' },
    });
  });
});

describe('a desk that is not for practice', () => {
  let trial: Trial;
  let desk: DeskUnderTest;
  beforeEach(async () => {
    trial = await Trial.begin();
    desk = await trial.start({
      gateway: { kind: 'paper', host: '127.0.0.1', port: trial.gateway.port, clientId: 11 },
    });
    await desk.untilLink('ready');
  });
  afterEach(() => trial.end());

  const wireOf = (windowId: string): { wire: Wire; closed: Promise<string> } => {
    const { server, client } = memoryTextPair();
    const caller = desk.desk.caller(windowId);
    serveWire(server.wire, desk.desk.service, caller, {
      ...systemPorts(),
      onFault: () => undefined,
    });
    const { promise, resolve } = Promise.withResolvers<string>();
    client.wire.onClose(resolve);
    return { wire: client.wire, closed: promise };
  };

  test('lets nobody do anything, is founded once, and places no order before there are two more', async () => {
    const stranger = createDeskClient(wireOf('stranger').wire);
    await expect(stranger.call('limits.read', {})).rejects.toMatchObject({ code: 'not-allowed' });
    await expect
      .poll(() => desk.facts('command.refused'))
      .toMatchObject([{ command: 'limits.read' }]);
    await expect(stranger.call('kill.engage', { reason: '' })).rejects.toMatchObject({
      message: 'Nobody is signed in at this window, so kill.engage is refused.',
    });
    await expect(
      stranger.call('people.found', { name: 'Ana', passphrase: 'Password1234' }),
    ).rejects.toMatchObject({ code: 'bad-input' });
    await stranger.call('people.found', { name: 'Ana', passphrase });
    await expect(
      createDeskClient(wireOf('other').wire).call('people.found', { name: 'Eve', passphrase }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      stranger.call('person.change-roles', { personId: 'ana', roles: ['operator'] }),
    ).rejects.toMatchObject({ message: 'This is the desk’s only administrator.' });
    await stranger.call('person.change-roles', {
      personId: 'ana',
      roles: ['administrator', 'operator'],
    });
    await expect(
      stranger.call('order.place', { ticket: desk.resting({ limitPrice: 5 }) }),
    ).rejects.toMatchObject({
      code: 'not-ready',
      advice: expect.stringContaining('Settings') as unknown,
    });
  });

  test('a passphrase list opens nothing and is on record, and neither the list nor the passphrase is', async () => {
    await desk.staff();
    const mallory = createDeskClient(wireOf('mallory').wire);
    const list = [
      'letmeinletmein',
      'password12345',
      'qwerty123456',
      'trading',
      'a',
      'b',
      passphrase,
    ];
    for (const guess of list) {
      await expect(
        mallory.call('session.sign-in', { personId: 'administrator', passphrase: guess }),
      ).rejects.toMatchObject({ code: 'not-allowed' });
    }
    expect(await desk.facts('session.refused')).toHaveLength(5);
    const journal = JSON.stringify(
      await desk.commands['journal.read'](
        { beforeSeq: null, limit: 1000, kinds: [], orderRef: null, text: null },
        desk.caller,
      ),
    );
    expect(journal).not.toContain(passphrase);
    expect(journal).not.toContain('letmein');
    const file = readFileSync(join(trial.dataDir, 'paper', 'credentials.json'), 'utf8');
    expect(file).not.toContain('herons');
    expect(await desk.commands['journal.verify']({}, desk.caller)).toMatchObject({ ok: true });
  });

  test('a credential that was put in by hand opens nothing', async () => {
    await desk.staff();
    const path = join(trial.dataDir, 'paper', 'credentials.json');
    const forged = readFileSync(path, 'utf8').replaceAll(/"salt": ".{4}/g, '"salt": "AAAA');
    writeFileSync(path, forged);
    await expect(
      createDeskClient(wireOf('w').wire).call('session.sign-in', {
        personId: 'administrator',
        passphrase,
      }),
    ).rejects.toThrow('is not in the data folder');
  });

  test('a locked window stops the desk, on record as that, and does nothing else', async () => {
    await desk.staff();
    const window = createDeskClient(wireOf('trial').wire);
    await window.call('session.lock', {});
    for (const call of [
      () => window.call('kill.drill', {}),
      () => window.call('order.cancel', { orderRef: 'x' }),
      () => window.call('journal.verify', {}),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'not-allowed' });
    }
    await window.call('kill.engage', { reason: 'Smoke.' });
    expect(desk.status().tradingState).toBe('HALTED');
    const { entries } = await desk.commands['journal.read'](
      { beforeSeq: null, limit: 10, kinds: ['kill.engaged'], orderRef: null, text: null },
      desk.caller,
    );
    expect(entries).toMatchObject([{ by: 'locked-window', window: 'trial' }]);
  });

  test('a replayed frame ends the connection', async () => {
    await desk.staff();
    const { wire, closed } = wireOf('trial');
    wire.send({ t: 'listen', id: 1, topic: 'orders', params: {} });
    wire.send({ t: 'listen', id: 1, topic: 'orders', params: {} });
    expect(await closed).toContain('twice');
    await expect
      .poll(() => desk.facts('command.refused'))
      .toMatchObject([{ command: null, message: 'A request id was used twice.' }]);
  });

  test('everything that people did is on record with the window it came from', async () => {
    await desk.staff();
    await desk.setState('REDUCING');
    const { entries } = await desk.commands['journal.read'](
      { beforeSeq: null, limit: 1000, kinds: [], orderRef: null, text: null },
      desk.caller,
    );
    const byPeople = entries.filter(({ by }) => by !== 'desk');
    expect(byPeople.length).toBeGreaterThan(8);
    expect(byPeople.filter(({ window }) => window === null)).toEqual([]);
  });
});
