import { describe, expect, it } from 'vitest';

import { limitNames, limitsSchema, type Limits } from '#shared/domain/limits.ts';
import { monitorIds, monitorUnits } from '#shared/domain/monitor-settings.ts';

import {
  addLine,
  changeLine,
  draftOf,
  draftProblems,
  limitsOfDraft,
  removeLine,
  scopeProblem,
} from './limits-draft.ts';
import { freshPermission } from './permission-draft.ts';

const held = { value: 100, unit: 'units', reason: 'As much as can be watched.' };
const numbers = Object.fromEntries(limitNames.map((name) => [name, held]));

const limits: Limits = limitsSchema.parse({
  ...numbers,
  version: 1,
  permissions: [
    {
      personId: 'tom',
      instruments: ['SPY', 'ES'],
      assetClasses: null,
      orderTypes: ['LMT'],
      accounts: [],
      reason: 'His first month.',
    },
  ],
  monitors: Object.fromEntries(
    monitorIds.map((id) => [
      id,
      {
        unit: monitorUnits[id],
        soft: 50,
        hard: 50,
        holdMs: 0,
        action: 'alert',
        reason: 'A test.',
      },
    ]),
  ),
  restrictedInstruments: [{ symbol: 'GME', reason: 'The desk advises its issuer.' }],
  scopes: [
    {
      scope: { kind: 'instrument', id: '756733' },
      limits: {
        maxOrderValue: { value: 1000, reason: 'Thin.' },
        positionLimit: { value: 50, reason: 'Thin.' },
      },
    },
  ],
});

describe('a draft of limits', () => {
  it('that nobody has touched asks for what is in force', () => {
    expect(limitsOfDraft(draftOf(limits), limits)).toEqual(limits);
  });

  it('changes one limit, adds one for a scope and takes one away, and nothing else', () => {
    const wider = changeLine(draftOf(limits), 'openOrders', { value: ' 300 ' });
    const fewer = removeLine(wider, 'positionLimit instrument 756733');
    const scope = { kind: 'person', id: 'olga' } as const;
    const more = addLine(fewer, {
      name: 'maxOrderValue',
      scope,
      value: '500',
      unit: 'base currency',
      reason: 'Her first week.',
    });
    expect(limitsOfDraft(more, limits)).toEqual({
      ...limits,
      openOrders: { ...limits.openOrders, value: 300 },
      scopes: [
        {
          scope: { kind: 'instrument', id: '756733' },
          limits: { maxOrderValue: { value: 1000, reason: 'Thin.' } },
        },
        { scope, limits: { maxOrderValue: { value: 500, reason: 'Her first week.' } } },
      ],
    });
  });

  it.each(['', 'many', '0', '-1', '1e999'])('asks for nothing while a limit is "%s"', (value) => {
    expect(limitsOfDraft(changeLine(draftOf(limits), 'openOrders', { value }), limits)).toBeNull();
  });

  it('asks for nothing while a limit has no reason', () => {
    const draft = changeLine(draftOf(limits), 'openOrders', { reason: ' ' });
    expect(limitsOfDraft(draft, limits)).toBeNull();
  });

  it('takes no second limit of the same scope, none without a name, and none that is not of that kind', () => {
    const draft = draftOf(limits);
    expect(scopeProblem(draft, 'maxOrderValue', 'instrument', '756733')).toContain('already');
    expect(scopeProblem(draft, 'maxOrderValue', 'instrument', ' ')).toContain('whose');
    expect(scopeProblem(draft, 'dailyLoss', 'person', 'olga')).toContain('cannot be set');
    expect(scopeProblem(draft, 'maxOrderValue', 'person', 'olga')).toBeNull();
  });

  it('changes a threshold of a monitor, and takes one away', () => {
    const draft = draftOf(limits);
    const monitors = draft.monitors.map((line) =>
      line.id === 'heartbeat' ? { ...line, soft: '', hard: '750', holdMs: '2000' } : line,
    );
    expect(limitsOfDraft({ ...draft, monitors }, limits)).toEqual({
      ...limits,
      monitors: {
        ...limits.monitors,
        heartbeat: { ...limits.monitors.heartbeat, soft: null, hard: 750, holdMs: 2000 },
      },
    });
  });

  it('allows a person more, and another less', () => {
    const draft = draftOf(limits);
    const permissions = [
      ...draft.permissions.map((line) => ({ ...line, instruments: 'SPY, ES,QQQ ,' })),
      { ...freshPermission('olga'), assetClasses: ['STK' as const], reason: 'No derivatives yet.' },
    ];
    expect(limitsOfDraft({ ...draft, permissions }, limits)?.permissions).toEqual([
      { ...limits.permissions[0], instruments: ['SPY', 'ES', 'QQQ'] },
      {
        personId: 'olga',
        instruments: null,
        assetClasses: ['STK'],
        orderTypes: null,
        accounts: null,
        reason: 'No derivatives yet.',
      },
    ]);
  });

  it('changes something else where a permission in force takes nothing away, and leaves that as it is', () => {
    const [tom] = limits.permissions;
    if (tom === undefined) throw new Error('Tom has a permission.');
    const idle = { ...tom, instruments: null, orderTypes: null, accounts: null };
    const inForce = { ...limits, permissions: [idle] };
    const draft = draftOf(inForce);
    expect(draftProblems(draft)).toEqual([]);
    expect(limitsOfDraft(draft, inForce)).toEqual(inForce);
    const changed = changeLine(draft, 'openOrders', { value: '7' });
    expect(limitsOfDraft(changed, inForce)).toEqual({
      ...inForce,
      openOrders: { ...inForce.openOrders, value: 7 },
    });
  });

  it('says what makes no sense, of what and in which part, and asks for nothing meanwhile', () => {
    const draft = draftOf(limits);
    const wrong = {
      ...changeLine(draft, 'openOrders', { value: 'many' }),
      monitors: draft.monitors.map((line) =>
        line.id === 'heartbeat' ? { ...line, soft: '60' } : line,
      ),
      permissions: [
        ...draft.permissions,
        { ...freshPermission('olga'), accounts: 'DU1000001', reason: '' },
      ],
    };
    expect(
      draftProblems(wrong).map(({ part, about, sentence }) => `${part}, ${about}: ${sentence}`),
    ).toEqual([
      'limits, openOrders: Write a number.',
      'monitors, The gateway answers slowly: The soft threshold must be crossed before the hard one, and is above it.',
      'permissions, olga: Say why they may trade that and no more.',
    ]);
    expect(limitsOfDraft(wrong, limits)).toBeNull();
  });
});
