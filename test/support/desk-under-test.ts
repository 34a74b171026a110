import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type {
  Caller,
  CommandHandlers,
  DeskTopics,
  WindowCaller,
} from '#shared/contract/service.ts';
import type { DeskStatus } from '#shared/contract/topics.ts';
import type { Alert } from '#shared/domain/alert.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { KillStatus } from '#shared/domain/kill.ts';
import { limitsSchema, type Limits } from '#shared/domain/limits.ts';
import type { MonitorSettings } from '#shared/domain/monitor-settings.ts';
import type { Role } from '#shared/domain/people.ts';
import type { Order, OrderTicket } from '#shared/domain/order.ts';

import type { MachineFigures } from '../../src/main/desk/machine-figures.ts';
import { systemPorts, type Ports } from '../../src/main/desk/ports.ts';
import type { RoadPoint } from '../../src/main/desk/road.ts';
import type { GatewaySettings } from '../../src/main/desk/settings.ts';
import { startDesk, type RunningDesk } from '../../src/main/desk/start-desk.ts';
import type { Check } from '../../src/main/readiness/check.ts';
import { buildReport } from '../../src/main/build-report.ts';
import { scratchDesks } from '../../src/main/scratch-desk.ts';
import type { GatewayControl } from '../../src/simulator/gateway-control.ts';
import type { SimulatedGatewayOptions } from '../../src/simulator/gateway-options.ts';
import { startSimulatedGateway, type SimulatedGateway } from '../../src/simulator/gateway.ts';
import { controlOf, simulatorAt } from './desk-simulator.ts';
import { eventually } from './real-clock.ts';
import { topicsOf } from './topics-of.ts';
import { silentLog } from './silent-log.ts';
import { wideLimits } from '../../src/main/load/wide-limits.ts';

const appRoot = join(import.meta.dirname, '../..');
/** SPY's conId, also in the catalogue of the simulated gateway. */
export const spyId = 756733;

export interface DeskTestOptions {
  /** The limit of this name, milliseconds; the other limits are those that ship. */
  acknowledgementDeadlineMs?: number;
  /** The limits that ship, to the letter; else they are wide where only a person is slow enough for them. */
  shippedLimits?: true;
  /** What differs from the other limits. */
  limits?: Partial<Limits>;
  monitors?: Partial<MonitorSettings>;
  gateway?: GatewaySettings | null;
  /** What to do at a point of the road; to throw before the record is to fail it. */
  probe?: (point: RoadPoint, facts: readonly Fact[]) => void;
  /** The gateway it is to reach in place of the trial's own. */
  on?: { host?: string; port: number; control?: GatewayControl };
  /** Resolves when the simulated gateway has ended without having been closed. */
  died?: Promise<string>;
  /** Reconciles this often instead of every minute, milliseconds. */
  reconcileEveryMs?: number;
  /** How far the machine's clock is set ahead, milliseconds; negative where it was set back. */
  wallAheadMs?: () => number;
  /** Milliseconds that have passed for people; those of the machine where it is not given. */
  elapsed?: () => number;
  /** What the machine says of itself; a desk without it does not watch its machine. */
  machine?: MachineFigures;
  /** What its readiness attempts go through in place of every check there is. */
  checks?: readonly Check[];
  /** Lets its readiness checks start desks of their own. */
  scratchDesks?: true;
  version?: string;
  /** Called when the desk has a simulated gateway started, and when it closes it. */
  onSimulator?: () => void;
  onSimulatorClosed?: () => void;
}

const minuteMs = 60_000;

/** The machine's, but for the period of reconciliation and for how its clock is set. */
function portsOf(reconcileEveryMs: number, wallAheadMs: () => number): Ports {
  const ports = systemPorts();
  const { clock } = ports;
  return {
    ...ports,
    clock: {
      now: () => clock.now() + wallAheadMs(),
      monotonic: () => clock.monotonic(),
      after: (delayMs, task) => clock.after(delayMs, task),
      every: (periodMs, task) =>
        clock.every(periodMs === minuteMs ? reconcileEveryMs : periodMs, task),
    },
  };
}

function scratchDesksOfTrials(): ReturnType<typeof scratchDesks> {
  return scratchDesks({ appRoot, version: 'trial', ports: systemPorts(), log: silentLog });
}

/** A data folder, a simulated gateway, and desks that are started on them one after the other. */
export class Trial {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'deskcheck-desk-'));
  readonly gateway: SimulatedGateway;
  readonly desks: RunningDesk[] = [];

  private constructor(gateway: SimulatedGateway) {
    this.gateway = gateway;
  }

  static async begin(options: SimulatedGatewayOptions = {}): Promise<Trial> {
    return new Trial(
      await startSimulatedGateway({
        latencyMs: 5,
        quoteRate: 20,
        messagesPerSecondLimit: null,
        ...options,
      }),
    );
  }

  get control(): GatewayControl {
    return this.gateway.control;
  }

  async start(options: DeskTestOptions = {}): Promise<DeskUnderTest> {
    if (options.shippedLimits !== true) {
      this.#writeLimits(options);
    }
    const { on = this.gateway, machine } = options;
    const desk = await startDesk({
      dataDir: this.dataDir,
      appRoot,
      version: options.version ?? 'trial',
      gateway: options.gateway === undefined ? { kind: 'simulated' } : options.gateway,
      ports: portsOf(options.reconcileEveryMs ?? minuteMs, options.wallAheadMs ?? (() => 0)),
      messagesPerSecond: null,
      log: silentLog,
      startSimulator: async () => {
        options.onSimulator?.();
        const { host = '127.0.0.1', port, control } = on;
        return simulatorAt(host, port, {
          ...(control === undefined ? {} : { control: controlOf(control) }),
          ...(options.died === undefined ? {} : { died: options.died }),
          close: async () => options.onSimulatorClosed?.(),
        });
      },
      ...(options.probe === undefined ? {} : { probe: options.probe }),
      ...(machine === undefined ? {} : { machine: () => machine }),
      ...(options.elapsed === undefined ? {} : { elapsed: options.elapsed }),
      ...(options.checks === undefined ? {} : { checks: options.checks }),
      buildReport: (folder, attemptId) =>
        buildReport({
          folder,
          attemptId,
          out: null,
          appRoot,
          version: 'trial',
          now: Date.now(),
        }).then(({ folder: written, manifest }) => ({
          folder: written,
          files: manifest.files.length,
        })),
      ...(options.scratchDesks === undefined ? {} : { scratchDesk: scratchDesksOfTrials() }),
    });
    this.desks.push(desk);
    return new DeskUnderTest(desk);
  }

  async end(): Promise<void> {
    for (const desk of this.desks) await desk.close('The trial is over.');
    await this.gateway.close();
    rmSync(this.dataDir, { recursive: true });
  }

  /** The gateway's order of this desk's order; undefined where it never came. */
  atGateway(orderRef: string): ReturnType<GatewayControl['orders']>[number] | undefined {
    return this.control.orders().find((order) => order.orderRef === orderRef);
  }

  removeBackups(): void {
    rmSync(join(this.dataDir, 'simulated/backups'), { recursive: true, force: true });
  }

  #writeLimits({ acknowledgementDeadlineMs = 5000, limits, monitors }: DeskTestOptions): void {
    const file = join(appRoot, 'resources/limits/default.json');
    const shipped = wideLimits(limitsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
    const acknowledgementDeadline = {
      ...shipped.acknowledgementDeadline,
      value: acknowledgementDeadlineMs,
    };
    writeFileSync(
      join(this.dataDir, 'limits.json'),
      JSON.stringify({
        ...shipped,
        acknowledgementDeadline,
        monitors: { ...shipped.monitors, ...monitors },
        ...limits,
      }),
    );
  }
}

/** Of everybody at a desk that is not for practice. */
export const passphrase = 'seven quiet herons wade';
/** What an administrator gives them first. */
export const givenPassphrase = 'four borrowed words here';

const windowOf = (personId: string): string => `window of ${personId}`;

/** Somebody else than who sits at the screen of the test. */
export function callerOf(personId: string, ...roles: Role[]): Caller {
  return { person: { personId, name: personId, roles }, windowId: windowOf(personId) };
}

/** A running desk as a person at a screen sees it. */
export class DeskUnderTest {
  readonly desk: RunningDesk;
  readonly commands: CommandHandlers;
  /** The operator, at a window of their own. */
  readonly caller: WindowCaller;
  readonly riskOfficer: WindowCaller;

  constructor(desk: RunningDesk) {
    this.desk = desk;
    this.commands = desk.service.commands;
    this.caller = desk.caller('trial');
    this.riskOfficer = desk.caller(windowOf('risk-officer'));
  }

  status(): DeskStatus {
    const [status] = this.topics.status({}).snapshot();
    if (status === undefined) throw new Error('The desk has no status.');
    return status;
  }

  alerts(): readonly Alert[] {
    return this.topics.alerts({}).snapshot();
  }

  alert(rule: string): Alert | undefined {
    return this.alerts().find((alert) => alert.rule === rule);
  }

  orders(): readonly Order[] {
    return this.topics.orders({}).snapshot();
  }

  order(orderRef: string): Order | undefined {
    return this.orders().find((order) => order.orderRef === orderRef);
  }

  /** The topics as the operator's window opens them. */
  get topics(): DeskTopics {
    return topicsOf(this.desk.service, this.caller);
  }

  /** Gives a desk that is not for practice its people; the operator and the risk officer sign in at their windows. */
  async staff(): Promise<void> {
    if (this.desk.service.topics.session({}, this.caller).snapshot()[0]?.people.length === 0) {
      const first = this.desk.caller('window of the administrator');
      await this.commands['people.found']({ name: 'Administrator', passphrase }, first);
      await this.commands['person.add'](
        { name: 'Operator', roles: ['operator'], passphrase },
        first,
      );
      await this.commands['person.add'](
        { name: 'Risk officer', roles: ['risk-officer'], passphrase },
        first,
      );
    }
    await this.commands['session.sign-in']({ personId: 'operator', passphrase }, this.caller);
    await this.commands['session.sign-in'](
      { personId: 'risk-officer', passphrase },
      this.riskOfficer,
    );
  }

  /** A person whom an administrator adds, and who makes the passphrase that they are given their own at their window. */
  async join(
    { name, roles }: { name: string; roles: Exclude<Role, 'bystander'>[] },
    administrator: Caller,
    window: Caller,
  ): Promise<void> {
    const { personId } = await this.commands['person.add'](
      { name, roles, passphrase: givenPassphrase },
      administrator,
    );
    await this.commands['session.sign-in']({ personId, passphrase: givenPassphrase }, window);
    await this.commands['person.set-passphrase'](
      { personId, passphrase, present: givenPassphrase },
      window,
    );
  }

  /** Another person sees that they did, and closes what is said of it. */
  async witness(personId: string, by: Caller): Promise<void> {
    for (const { rule, fingerprint, alertId } of this.alerts()) {
      if (fingerprint !== `${rule}:${personId}` || !rule.startsWith('passphrase-')) continue;
      await this.commands['alert.acknowledge']({ alertId, note: 'I asked them.' }, by);
    }
    for (const { rule, fingerprint, alertId } of this.alerts()) {
      if (fingerprint !== `${rule}:${personId}` || !rule.startsWith('passphrase-')) continue;
      await this.commands['alert.resolve']({ alertId, note: '' }, by);
    }
  }

  /** Another of the practice desk's people, at a window of their own. */
  async as(personId: string): Promise<Caller> {
    const caller = this.desk.caller(windowOf(personId));
    await this.commands['session.switch']({ personId }, caller);
    return caller;
  }

  link(): string {
    return this.status().link?.state ?? 'none';
  }

  async until(what: string, holds: () => boolean, deadlineMs = 8_000): Promise<void> {
    await eventually(what, holds, deadlineMs).catch((error: unknown) => {
      const link = this.status().link;
      throw new Error(`${String(error)}; link ${link?.state}: ${link?.reason}`);
    });
  }

  async untilLink(state: string): Promise<void> {
    await this.until(`the link is ${state}`, () => this.link() === state);
  }

  async untilStatus(orderRef: string, status: Order['status']): Promise<Order> {
    await this.until(
      `${orderRef} is ${status}, it is ${this.order(orderRef)?.status}`,
      () => this.order(orderRef)?.status === status,
    );
    const order = this.order(orderRef);
    if (order === undefined) throw new Error(`The desk has lost ${orderRef}.`);
    return order;
  }

  /** Ready, with a quote and a buying power to judge orders by, and with the risk officer at their window. */
  async ready(): Promise<this> {
    await this.untilLink('ready');
    await this.until('SPY is quoted', () => this.bid() !== null);
    await this.until(
      'the buying power is known',
      () => this.topics.account({}).snapshot().at(0)?.buyingPower != null,
    );
    const [session] = this.topics.session({}).snapshot();
    if (session?.practice === true) await this.as('risk-officer');
    else await this.staff();
    return this;
  }

  bid(): number | null {
    return (
      this.topics
        .quotes({})
        .snapshot()
        .find(({ instrumentId, ask }) => instrumentId === spyId && ask !== null)?.bid ?? null
    );
  }

  /** Lets what was asked for be decided, without the turn in which it is recorded. */
  async decided(): Promise<void> {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }

  /** A limit order that rests three percent below the market. */
  resting(given: Partial<OrderTicket> = {}): OrderTicket {
    return {
      instrumentId: spyId,
      side: 'BUY',
      orderType: 'LMT',
      quantity: 10,
      limitPrice: Math.round((this.bid() ?? 0) * 97) / 100,
      stopPrice: null,
      timeInForce: 'DAY',
      outsideRth: false,
      ...given,
    };
  }

  market(given: Partial<OrderTicket> = {}): OrderTicket {
    return this.resting({ orderType: 'MKT', limitPrice: null, ...given });
  }

  place(ticket: OrderTicket): ReturnType<CommandHandlers['order.place']> {
    return this.commands['order.place']({ ticket }, this.caller);
  }

  /** Places an order that is allowed and waits until it works. Gives its orderRef. */
  async working(given: Partial<OrderTicket> = {}): Promise<string> {
    const { orderRef } = await this.place(this.resting(given));
    await this.untilStatus(orderRef, 'WORKING');
    return orderRef;
  }

  modify(
    orderRef: string,
    change: Partial<Parameters<CommandHandlers['order.modify']>[0]['change']>,
  ): ReturnType<CommandHandlers['order.modify']> {
    const whole = { quantity: null, limitPrice: null, stopPrice: null, ...change };
    return this.commands['order.modify']({ orderRef, change: whole }, this.caller);
  }

  cancel(orderRef: string): ReturnType<CommandHandlers['order.cancel']> {
    return this.commands['order.cancel']({ orderRef }, this.caller);
  }

  kill(reason = 'A drill.', flatten = false): ReturnType<CommandHandlers['kill.engage']> {
    return this.commands['kill.engage']({ reason, flatten }, this.caller);
  }

  drill(): ReturnType<CommandHandlers['kill.drill']> {
    return this.commands['kill.drill']({}, this.caller);
  }

  killStatus(): KillStatus {
    const [status] = this.topics.kill({}).snapshot();
    if (status === undefined) throw new Error('The desk says nothing of its kill switch.');
    return status;
  }

  /** What the desk holds of an instrument, signed. */
  position(instrumentId = spyId): number {
    const rows = this.topics.positions({}).snapshot();
    return rows.find((row) => row.instrumentId === instrumentId)?.quantity ?? 0;
  }

  /** By the risk officer, in this turn. */
  setState(
    state: DeskStatus['tradingState'],
    instrumentId: number | null = null,
  ): ReturnType<CommandHandlers['trading-state.set']> {
    return this.commands['trading-state.set'](
      { instrumentId, state, reason: 'Test.' },
      this.riskOfficer,
    );
  }

  /** Trades again after a kill or a loss: one proposes it, another approves. */
  async rearm(state: 'ACTIVE' | 'REDUCING', instrumentId: number | null = null): Promise<void> {
    const { proposalId } = await this.commands['rearm.propose'](
      { instrumentId, state, reason: 'Looked at.' },
      callerOf('first', 'risk-officer'),
    );
    await this.commands['proposal.approve'](
      { proposalId, reason: 'Looked at, too.' },
      callerOf('second', 'risk-officer'),
    );
  }

  /** The journal's facts of a kind, newest first. */
  async facts(kind: string): Promise<unknown[]> {
    const { entries } = await this.commands['journal.read'](
      { beforeSeq: null, limit: 1000, kinds: [kind], orderRef: null, text: null },
      this.caller,
    );
    return entries.map(({ body }): unknown => JSON.parse(body));
  }
}
