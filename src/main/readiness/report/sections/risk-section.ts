import { z } from 'zod';

import { titleOfRule } from '#shared/domain/alert-titles.ts';
import { limitWords, monitorUnitWord, unitWord } from '#shared/domain/limit-words.ts';
import { monitorsOfTooLittle } from '#shared/domain/monitor-settings.ts';
import { cell, heading, note, opening, paragraph, type Block, type Cell } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import { evidenceTable, fromEvidence } from '../evidence-table.ts';
import { counted, spoken } from '../plain-words.ts';

const numberSchema = z.object({ value: z.number(), unit: z.string(), reason: z.string() });
const scopesSchema = z.array(
  z.object({
    scope: z.object({ kind: z.string(), id: z.string() }),
    limits: z.record(z.string(), z.object({ value: z.number(), reason: z.string() })),
  }),
);
const restrictedSchema = z.array(z.object({ symbol: z.string(), reason: z.string() }));
const monitorsSchema = z.record(
  z.string(),
  z.object({
    unit: z.string(),
    soft: z.number().nullable(),
    hard: z.number().nullable(),
    holdMs: z.number(),
    action: z.string(),
  }),
);
const listSchema = z.array(z.string()).nullable();
const permissionsSchema = z.array(
  z.object({
    personId: z.string(),
    instruments: listSchema,
    assetClasses: listSchema,
    orderTypes: listSchema,
    accounts: listSchema,
    reason: z.string(),
  }),
);

/** The limits that were in force: every number that a control or a monitor compared with. */
export function riskSection(dossier: Dossier): Block[] {
  const { limits, orders } = dossier;
  if (limits === null) {
    return [
      opening('risk', 'Risk: limits and monitors'),
      note('No limits were on record when this attempt began.'),
      ...tried(dossier),
    ];
  }
  const numbers = Object.entries(limits).flatMap(([name, value]) => {
    const parsed = numberSchema.safeParse(value);
    return parsed.success ? [{ name, ...parsed.data }] : [];
  });
  return [
    opening('risk', 'Risk: limits and monitors'),
    paragraph(
      `These are the limits of version ${limits.version}, in force when the attempt began. While it ran, ${counted(orders.intended, 'order')} passed every control, ${counted(orders.denied, 'order')} ${orders.denied === 1 ? 'was' : 'were'} denied, and ${counted(orders.executions, 'execution')} came at this desk. What checks did at desks of their own is not in these numbers.`,
    ),
    heading(2, 'limits', 'Limits of the desk'),
    {
      kind: 'table',
      columns: [
        { title: 'Limit', share: 0.3 },
        { title: 'Value', align: 'right', share: 0.12 },
        { title: 'Unit', share: 0.16 },
        { title: 'Why', share: 0.42 },
      ],
      rows: numbers.map(({ name, value, unit, reason }) => [
        cell(limitTitle(name)),
        cell(value.toLocaleString('en-US')),
        cell(unitWord(unit, baseCurrency)),
        cell(reason),
      ]),
    },
    ...narrower(limits['scopes']),
    ...restricted(limits['restrictedInstruments']),
    ...permissions(limits['permissions']),
    ...monitors(limits['monitors']),
    ...tried(dossier),
  ];
}

function narrower(value: unknown): Block[] {
  const scopes = scopesSchema.safeParse(value);
  if (!scopes.success) return [];
  const rows = scopes.data.flatMap(({ scope, limits }) =>
    Object.entries(limits).map(([name, limit]): Cell[] => [
      cell(`${spoken(scope.kind).toLowerCase()} ${scope.id}`),
      cell(limitTitle(name)),
      cell(limit.value.toLocaleString('en-US')),
      cell(limit.reason),
    ]),
  );
  if (rows.length === 0)
    return [
      note(
        'No tighter limits are set for an account, an asset class, a sector, an instrument or a person.',
      ),
    ];
  return [
    heading(2, 'scoped-limits', 'Tighter limits'),
    {
      kind: 'table',
      columns: [
        { title: 'For', share: 0.18 },
        { title: 'Limit', share: 0.3 },
        { title: 'Value', align: 'right', share: 0.12 },
        { title: 'Why', share: 0.4 },
      ],
      rows,
    },
  ];
}

function restricted(value: unknown): Block[] {
  const list = restrictedSchema.safeParse(value);
  if (!list.success || list.data.length === 0) return [note('No instrument is restricted.')];
  return [
    heading(2, 'restricted', 'Restricted instruments'),
    {
      kind: 'table',
      columns: [
        { title: 'Symbol', share: 0.2 },
        { title: 'Why', share: 0.8 },
      ],
      rows: list.data.map(({ symbol, reason }) => [cell(symbol), cell(reason)]),
    },
  ];
}

function permissions(value: unknown): Block[] {
  const list = permissionsSchema.safeParse(value);
  if (!list.success || list.data.length === 0) {
    return [note('Every person with the role to trade may trade every instrument.')];
  }
  const words = (names: readonly string[] | null): string =>
    names === null ? 'all' : names.length === 0 ? 'none' : names.join(', ');
  return [
    heading(2, 'permissions', 'Who may trade less than everything'),
    {
      kind: 'table',
      columns: [
        { title: 'Person' },
        { title: 'Instruments' },
        { title: 'Asset classes' },
        { title: 'Order types' },
        { title: 'Accounts' },
        { title: 'Why' },
      ],
      rows: list.data.map((each) => [
        cell(each.personId),
        cell(words(each.instruments)),
        cell(words(each.assetClasses)),
        cell(words(each.orderTypes)),
        cell(words(each.accounts)),
        cell(each.reason),
      ]),
    },
  ];
}

function monitors(value: unknown): Block[] {
  const settings = monitorsSchema.safeParse(value);
  if (!settings.success) return [];
  const figure = (number: number | null): string =>
    number === null ? '—' : number.toLocaleString('en-US');
  const threshold = (id: string, unit: string, number: number | null): string =>
    number !== null && unit === 'holds'
      ? number > 1
        ? 'when it holds and is graver'
        : 'when it holds'
      : `${number !== null && tooLittle.has(id) ? 'below ' : ''}${figure(number)}`;
  return [
    heading(2, 'monitors', 'Monitors'),
    {
      kind: 'table',
      columns: [
        { title: 'Monitor', share: 0.29 },
        { title: 'Warns from', align: 'right', share: 0.13 },
        { title: 'Critical from', align: 'right', share: 0.13 },
        { title: 'Unit', share: 0.2 },
        { title: 'Held for', align: 'right', share: 0.09 },
        { title: 'When critical', share: 0.16 },
      ],
      rows: Object.entries(settings.data).map(([id, { soft, hard, unit, holdMs, action }]) => [
        cell(titleOfRule(id)),
        cell(threshold(id, unit, soft)),
        cell(threshold(id, unit, hard)),
        cell(unit === 'holds' ? '' : monitorUnitWord(unit, baseCurrency).replace(/, at most$/, '')),
        cell(holdMs === 0 ? 'at once' : `${holdMs / 1000} s`),
        cell(action === 'alert' ? 'alert' : `alert, ${action}`),
      ]),
    },
  ];
}

/** What was tried against the controls, as the evidence of the checks has it. */
function tried(dossier: Dossier): Block[] {
  return [...controls(dossier), ...positions(dossier), ...crashes(dossier)];
}

function controls(dossier: Dossier): Block[] {
  const found = evidenceTable(dossier, 'controls-deny', 'controls.csv');
  if (found === null) return [];
  return [
    heading(2, 'controls-tried', 'Every control, tried'),
    fromEvidence(
      'Each control was given an order that it must deny, and one that it must let pass, on a desk of its own.',
      found.file,
    ),
    {
      kind: 'table',
      dense: true,
      columns: [
        { title: 'Control', share: 0.28 },
        { title: 'Denied by', share: 0.36 },
        { title: 'The order left', share: 0.16 },
        { title: 'Of what must pass it said', share: 0.2 },
      ],
      rows: found.rows.map((row) => [
        cell(spoken(row['control'] ?? '')),
        cell(controlsText(row['denied by'])),
        leftCell(row['left']),
        cell(row['of what must pass'] ?? ''),
      ]),
    },
  ];
}

function positions(dossier: Dossier): Block[] {
  const found = evidenceTable(dossier, 'high-risk-denied', 'high-risk.csv');
  if (found === null) return [];
  return [
    heading(2, 'positions-tried', 'Positions that nobody should hold, tried'),
    fromEvidence(
      'Under the certified limits. The last column is what the control said of an order that is small enough.',
      found.file,
    ),
    {
      kind: 'table',
      dense: true,
      columns: [
        { title: 'Position', share: 0.18 },
        { title: 'Limit of the control', share: 0.28 },
        { title: 'Denied by', share: 0.28 },
        { title: 'The order left', share: 0.13 },
        { title: 'Small enough', share: 0.13 },
      ],
      rows: found.rows.map((row) => [
        cell(spoken(row['position'] ?? '')),
        cell(
          `${spoken(row['control'] ?? '')}${row['certified'] === '' ? '' : `: ${Number(row['certified']).toLocaleString('en-US')}`}`,
        ),
        cell(controlsText(row['denied by'])),
        leftCell(row['left']),
        cell(row['of what is small enough'] ?? ''),
      ]),
    },
  ];
}

function crashes(dossier: Dossier): Block[] {
  const found = evidenceTable(dossier, 'crashes-halt', 'steps.csv');
  if (found === null) return [];
  return [
    heading(2, 'crashes-tried', 'Two crashes, played again'),
    fromEvidence(
      'What the desk did about its losses, in the order in which it did it. The loss is in the base currency.',
      found.file,
    ),
    {
      kind: 'table',
      dense: true,
      columns: [
        { title: 'Crash', share: 0.2 },
        { title: 'What happened', share: 0.48 },
        { title: 'Loss or drawdown', align: 'right', share: 0.32 },
      ],
      rows: found.rows.map((row) => [
        cell(row['crash'] ?? ''),
        row['what'] === 'alert'
          ? cell(`${spoken(row['severity or cause'] ?? '')} alert: ${titleOfRule(row['of'] ?? '')}`)
          : cell(`The desk is ${row['what'] ?? ''}`, { tone: 'bad' }),
        cell(row['observed'] === '' ? '' : money.format(Number(row['observed']))),
      ]),
    },
  ];
}

function controlsText(ids: string | undefined): string {
  return (ids ?? '').split(' ').map(spoken).join(', ');
}

function leftCell(left: string | undefined): Cell {
  return left === 'false' ? cell('no') : cell('yes', { tone: 'bad' });
}

const money = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

/** Unit of money: a report has no currency of its own. */
const baseCurrency = 'base currency';

const limitTitles = new Map<string, string>(limitWords);
const tooLittle: ReadonlySet<string> = monitorsOfTooLittle;

/** What a limit is called; one that this version does not know goes by its name in the file. */
function limitTitle(name: string): string {
  return limitTitles.get(name) ?? name;
}
