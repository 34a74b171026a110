import { z } from 'zod';

import { cell, heading, note, paragraph, type Block, type Cell } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import { counted } from '../plain-words.ts';

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
export function riskSection({ limits, orders }: Dossier): Block[] {
  if (limits === null) {
    return [
      heading(1, 'risk', 'Risk: limits and monitors'),
      note('No limits were on record when this attempt began.'),
    ];
  }
  const numbers = Object.entries(limits).flatMap(([name, value]) => {
    const parsed = numberSchema.safeParse(value);
    return parsed.success ? [{ name, ...parsed.data }] : [];
  });
  return [
    heading(1, 'risk', 'Risk: limits and monitors'),
    paragraph(
      `These are the limits of version ${limits.version}, in force when the attempt began. While it ran, ${counted(orders.intended, 'order')} passed every control, ${counted(orders.denied, 'order')} ${orders.denied === 1 ? 'was' : 'were'} denied, and ${counted(orders.executions, 'execution')} came at this desk. What checks did at desks of their own is not in these numbers.`,
    ),
    heading(2, 'limits', 'Limits of the desk'),
    {
      kind: 'table',
      columns: [
        { title: 'Limit', share: 0.26 },
        { title: 'Value', align: 'right', share: 0.14 },
        { title: 'Unit', share: 0.16 },
        { title: 'Why', share: 0.44 },
      ],
      rows: numbers.map(({ name, value, unit, reason }) => [
        cell(spaced(name)),
        cell(value.toLocaleString('en-US')),
        cell(unit),
        cell(reason),
      ]),
    },
    ...narrower(limits['scopes']),
    ...restricted(limits['restrictedInstruments']),
    ...permissions(limits['permissions']),
    ...monitors(limits['monitors']),
  ];
}

function narrower(value: unknown): Block[] {
  const scopes = scopesSchema.safeParse(value);
  if (!scopes.success) return [];
  const rows = scopes.data.flatMap(({ scope, limits }) =>
    Object.entries(limits).map(([name, limit]): Cell[] => [
      cell(`${scope.kind} ${scope.id}`),
      cell(spaced(name)),
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
        { title: 'For' },
        { title: 'Limit' },
        { title: 'Value', align: 'right' },
        { title: 'Why' },
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
  return [
    heading(2, 'monitors', 'Monitors'),
    {
      kind: 'table',
      columns: [
        { title: 'Monitor', share: 0.28 },
        { title: 'Warns from', align: 'right', share: 0.12 },
        { title: 'Critical from', align: 'right', share: 0.13 },
        { title: 'Unit', share: 0.25 },
        { title: 'Held for', align: 'right', share: 0.1 },
        { title: 'Does', share: 0.12 },
      ],
      rows: Object.entries(settings.data).map(([id, { soft, hard, unit, holdMs, action }]) => [
        cell(id),
        cell(figure(soft)),
        cell(figure(hard)),
        cell(unit),
        cell(holdMs === 0 ? 'at once' : `${holdMs / 1000} s`),
        cell(action),
      ]),
    },
  ];
}

/** `maxOrderValue` as `max order value`. */
function spaced(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
