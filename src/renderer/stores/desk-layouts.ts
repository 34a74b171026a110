import type { SerializedDockview } from 'dockview-react';
import { Orientation } from 'dockview-react';
import { z } from 'zod';

/** The panels of the desk screen, by what they are called. */
export const deskPanels = {
  watchlist: 'Watchlist',
  chart: 'Chart',
  ticket: 'Ticket',
  orders: 'Orders',
  executions: 'Executions',
  positions: 'Positions',
  account: 'Account',
} as const;
export type DeskPanelId = keyof typeof deskPanels;

export const layoutNameSchema = z.enum(['trade', 'watch', 'review']);
export type LayoutName = z.infer<typeof layoutNameSchema>;

/** Panels that share a place as tabs; the first is in front. Or a row or column of such, with their shares. */
type Place =
  | readonly DeskPanelId[]
  | { split: readonly (readonly [share: number, place: Place])[] };

interface Size {
  width: number;
  height: number;
}

/** Below this height, CSS pixels, account and positions share a place so that the ticket keeps its own. */
const roomyHeight = 820;

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function tradePlaces({ width, height }: Size): Place {
  const side = clamp(width * 0.216, 320, 420) / width;
  const list = clamp(width * 0.27, 420, 520) / (width * (1 - side));
  const left: Place = {
    split: [
      [
        0.55,
        {
          split: [
            [list, ['watchlist']],
            [1 - list, ['chart']],
          ],
        },
      ],
      [0.45, ['orders', 'executions']],
    ],
  };
  const right: Place =
    height >= roomyHeight
      ? {
          split: [
            [0.535, ['ticket']],
            [0.235, ['account']],
            [0.23, ['positions']],
          ],
        }
      : {
          split: [
            [0.72, ['ticket']],
            [0.28, ['positions', 'account']],
          ],
        };
  return {
    split: [
      [1 - side, left],
      [side, right],
    ],
  };
}

const places: Record<LayoutName, (size: Size) => Place> = {
  trade: tradePlaces,
  watch: () => ({
    split: [
      [
        0.34,
        {
          split: [
            [0.6, ['watchlist']],
            [0.4, ['positions', 'account']],
          ],
        },
      ],
      [
        0.66,
        {
          split: [
            [0.72, ['chart']],
            [0.28, ['orders', 'executions']],
          ],
        },
      ],
    ],
  }),
  review: () => ({
    split: [
      [
        0.62,
        {
          split: [
            [0.5, ['orders']],
            [0.5, ['executions']],
          ],
        },
      ],
      [
        0.38,
        {
          split: [
            [0.3, ['account']],
            [0.3, ['positions']],
            [0.4, ['chart', 'watchlist']],
          ],
        },
      ],
    ],
  }),
};

type Node = SerializedDockview['grid']['root'];

function isTabs(place: Place): place is readonly DeskPanelId[] {
  return Array.isArray(place);
}

function nodeOf(place: Place, extent: Size, across: boolean, size: number): Node {
  if (isTabs(place)) {
    const [front = 'watchlist'] = place;
    return {
      type: 'leaf',
      size,
      data: { id: `group-${place.join('-')}`, views: [...place], activeView: front },
    };
  }
  const length = across ? extent.width : extent.height;
  const data = place.split.map(([share, inner]) => {
    const innerLength = Math.round(length * share);
    const innerExtent = across
      ? { width: innerLength, height: extent.height }
      : { width: extent.width, height: innerLength };
    return nodeOf(inner, innerExtent, !across, innerLength);
  });
  return { type: 'branch', size, data };
}

function panelsIn(place: Place): readonly DeskPanelId[] {
  return isTabs(place) ? place : place.split.flatMap(([, inner]) => panelsIn(inner));
}

/** A ready layout for a desk of that size, CSS pixels. */
export function readyLayout(name: LayoutName, size: Size): SerializedDockview {
  const place = places[name](size);
  return {
    grid: {
      root: nodeOf(place, size, true, size.height),
      ...size,
      orientation: Orientation.HORIZONTAL,
    },
    panels: Object.fromEntries(
      panelsIn(place).map((id) => [id, { id, contentComponent: id, title: deskPanels[id] }]),
    ),
  };
}

const leafSchema = z.object({ views: z.array(z.string()) });

function viewsIn(node: unknown): readonly string[] | null {
  const parsed = z.object({ type: z.enum(['leaf', 'branch']), data: z.unknown() }).safeParse(node);
  if (!parsed.success) return null;
  const { type, data } = parsed.data;
  if (type === 'leaf') return leafSchema.safeParse(data).data?.views ?? null;
  if (!Array.isArray(data)) return null;
  const inner = data.map(viewsIn);
  return inner.every((views) => views !== null) ? inner.flat() : null;
}

const storedShape = z.looseObject({
  grid: z.looseObject({
    root: z.unknown(),
    width: z.number().positive(),
    height: z.number().positive(),
    orientation: z.enum(['HORIZONTAL', 'VERTICAL']),
  }),
  panels: z.record(z.string(), z.looseObject({ contentComponent: z.string() })),
  floatingGroups: z.array(z.looseObject({ data: leafSchema })).optional(),
});

function isLayout(value: unknown): value is SerializedDockview {
  const parsed = storedShape.safeParse(value);
  if (!parsed.success) return false;
  const { grid, panels, floatingGroups = [] } = parsed.data;
  const docked = viewsIn(grid.root);
  if (docked === null) return false;
  const shown = [...docked, ...floatingGroups.flatMap(({ data }) => data.views)];
  const known = (id: string): boolean => Object.hasOwn(deskPanels, id);
  return (
    shown.length > 0 &&
    new Set(shown).size === shown.length &&
    shown.every((id) => known(id) && panels[id]?.contentComponent === id) &&
    Object.keys(panels).every((id) => shown.includes(id))
  );
}

/** A layout a browser kept: sound in itself and only of panels this version has. Anything else is refused. */
export const storedLayoutSchema = z.custom<SerializedDockview>(isLayout);
