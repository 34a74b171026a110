import { csvLine } from '#shared/domain/csv.ts';
import { isDenial, type Verdict } from '#shared/domain/control.ts';
import type { Instrument } from '#shared/domain/instrument.ts';

import type { Check, Findings } from '../check.ts';
import type { CheckWorld, ScratchDesk } from '../check-world.ts';
import { count, none } from '../figures.ts';
import { changedLimits, putInForce, wideLimits } from '../scratch-limits.ts';
import { farTicket, marketTicket, quoted } from '../tickets.ts';
import { waitUntil } from '../wait-until.ts';
import { controlCases, type ControlCase, type ControlDesk } from './control-cases.ts';
import { onItsOwnGateway } from './gateways.ts';

/** What became of what one control must deny, and of what it must let pass. */
export interface ControlRow {
  controlId: string;
  /** Those that denied what this one must deny. */
  denied: readonly string[];
  /** Others that cannot but deny with it. */
  beside: readonly string[];
  /** Whether an order left all the same. */
  left: boolean;
  /** What it said of what it must let pass. */
  passes: string;
}

/** What is wrong with the controls, each a sentence. @param listed every control that judges an order. */
export function controlProblems(listed: readonly string[], rows: readonly ControlRow[]): string[] {
  const tried = new Set(rows.map(({ controlId }) => controlId));
  return [
    ...listed
      .filter((controlId) => !tried.has(controlId))
      .map((controlId) => `Nobody tried ${controlId}.`),
    ...rows.flatMap(({ controlId, denied, beside, left, passes }) => [
      ...(denied.includes(controlId) ? [] : [`${controlId} lets pass what it must deny.`]),
      ...denied
        .filter((each) => each !== controlId && !beside.includes(each))
        .map((each) => `${each} denies what ${controlId} alone must deny.`),
      ...(left ? [`An order left that ${controlId} must deny.`] : []),
      ...(passes === 'pass' ? [] : [`${controlId} says ${passes} of what it must let pass.`]),
    ]),
  ];
}

const accountKind = 'account-kind';
const heldQuantity = 100;

async function instrumentOf(desk: ScratchDesk, symbol: string): Promise<Instrument> {
  const { instruments } = await desk.call('instrument.search', { text: symbol });
  const found = instruments.find((each) => each.symbol === symbol);
  if (found === undefined) throw new Error(`The gateway has no ${symbol}.`);
  return found;
}

async function controlDesk(world: CheckWorld): Promise<ControlDesk> {
  const desk: ScratchDesk = await world.scratchDesk();
  await desk.ready();
  const instrument = (symbol: string): Promise<Instrument> => instrumentOf(desk, symbol);
  const { limits } = await desk.call('limits.read', {});
  await putInForce(desk, wideLimits(limits));
  const spy = await quoted(world, desk, await instrument('SPY'));
  await desk.call('order.place', { ticket: marketTicket(spy.instrument, 'BUY', heldQuantity) });
  await waitUntil(world, 'SPY is held', 20_000, () =>
    desk
      .feed('positions', {})
      .snapshot()
      .some(({ quantity }) => quantity === heldQuantity),
  );
  await desk.gateway.inject({ kind: 'price-shock', symbol: 'SPY', percent: -1 });
  await waitUntil(world, 'the day has a loss', 20_000, () => {
    const [risk] = desk.feed('risk', {}).snapshot();
    return risk?.dayPnl != null && risk.dayPnl < -2 && (risk.dayDrawdown ?? 0) > 2;
  });
  const { orderRef } = await desk.call('order.place', {
    ticket: farTicket(await quoted(world, desk, spy.instrument)),
  });
  await waitUntil(world, 'an order rests', 20_000, () =>
    desk
      .feed('orders', {})
      .snapshot()
      .some((order) => order.orderRef === orderRef && order.status === 'WORKING'),
  );
  return { world, desk, instrument };
}

async function judged(at: ControlDesk, each: ControlCase): Promise<ControlRow> {
  const { desk } = at;
  const { controlId, beside = [], limits: change } = each;
  const { limits } = await desk.call('limits.read', {});
  const wide = wideLimits(limits);
  const ticket = await each.asks(at);
  const instead = await each.passes?.(at);
  if (change !== undefined) await putInForce(desk, changedLimits(wide, change));
  const undo = await each.arranges?.(at, ticket);
  const { allowed, verdicts } = await desk.call('order.place', { ticket });
  await undo?.();
  const saying = async (asked = ticket): Promise<string> => {
    const preview = await desk.call('order.preview', { ticket: asked, withWhatIf: false });
    return (
      preview.verdicts.find((verdict) => verdict.controlId === controlId)?.outcome ?? 'nothing'
    );
  };
  const passesTight = instead === undefined ? null : await saying(instead);
  if (change !== undefined) await putInForce(desk, wide);
  const passes = passesTight ?? (await saying());
  return {
    controlId,
    denied: verdicts.filter(isDenial).map((verdict) => verdict.controlId),
    beside,
    left: allowed,
    passes,
  };
}

/**
 * What the controls say on a desk of its own at a live account. Asked only: without people of its own such a desk refuses
 * an order before any control is asked. @param verdicts of an order at a paper account.
 */
async function judgedAtLiveAccount(
  world: CheckWorld,
  verdicts: readonly Verdict[],
): Promise<ControlRow> {
  const desk = await world.scratchDesk({ gatewayKind: 'shadow', accounts: ['U1234567'] });
  await desk.ready();
  const found = await instrumentOf(desk, 'SPY');
  const asked = await desk.call('order.preview', {
    ticket: farTicket(await quoted(world, desk, found)),
    withWhatIf: false,
  });
  return {
    controlId: accountKind,
    denied: asked.verdicts.filter(isDenial).map(({ controlId }) => controlId),
    beside: [],
    left: asked.allowed,
    passes: verdicts.find(({ controlId }) => controlId === accountKind)?.outcome ?? 'nothing',
  };
}

async function run(world: CheckWorld): Promise<Findings> {
  const at = await controlDesk(world);
  const { verdicts } = await at.desk.call('order.preview', {
    ticket: farTicket(await quoted(world, at.desk, await at.instrument('SPY'))),
    withWhatIf: false,
  });
  const listed = verdicts.map(({ controlId }) => controlId);
  const rows: ControlRow[] = [await judgedAtLiveAccount(world, verdicts)];
  for (const [nth, each] of controlCases.entries()) {
    world.progress(nth / controlCases.length, each.controlId);
    rows.push(await judged(at, each));
  }
  const problems = controlProblems(listed, rows);
  return {
    figures: [
      count(
        'untried',
        'Controls that nobody tried',
        listed.filter((id) => !rows.some(({ controlId }) => controlId === id)).length,
        none,
      ),
      count('wrong', 'Wrong answers of controls', problems.length, none),
    ],
    evidence: [
      {
        name: 'controls.csv',
        title: 'Who denied what each control must deny, and what it said of what must pass',
        contents: [
          csvLine(['control', 'denied by', 'left', 'of what must pass']),
          ...rows.map(({ controlId, denied, left, passes }) =>
            csvLine([controlId, denied.join(' '), String(left), passes]),
          ),
        ].join(''),
      },
    ],
    problems,
    found: `Each of ${rows.length} controls denied what it must, alone, and let the rest pass.`,
  };
}

export const controlsDeny: Check = {
  checkId: 'controls-deny',
  title: 'Each control denies what it must, and lets the rest pass',
  why: 'A control that lets everything pass is none, and one that denies everything is switched off.',
  phase: 5,
  weight: 5,
  critical: true,
  negativeControl: false,
  ...onItsOwnGateway,
  needs: [],
  withinMs: 180_000,
  run,
};
