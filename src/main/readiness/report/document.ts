import type { Chart } from './chart.ts';

/** How a cell or a figure is meant: it is never said by colour alone, the words say it too. */
export type Tone = 'good' | 'bad' | 'warning' | 'quiet';

export interface Cell {
  text: string;
  tone?: Tone;
  /** Shown in letters of one width: a hash, an id, a file. */
  code?: true;
  /** The id of the heading it leads to. */
  to?: string;
  /** Lines below its text, each with what stands at its end. */
  entries?: readonly { of: Cell; end: Cell }[];
}

export interface Column {
  title: string;
  /** Numbers stand at the right. */
  align?: 'right';
  /** Share of the width; columns without one are as wide as they need. */
  share?: number;
}

/** A piece of a document, as every renderer knows it. */
export type Block =
  /** A heading of the first level begins a section; on paper it begins a page where it says so. */
  | { kind: 'heading'; level: 1 | 2 | 3; id: string; text: string; startsPage?: true }
  | { kind: 'paragraph'; text: string; look?: 'lead' | 'note' }
  | { kind: 'list'; items: readonly Cell[]; ordered?: true }
  | { kind: 'figures'; items: readonly { label: string; value: string; tone?: Tone }[] }
  | {
      kind: 'table';
      columns: readonly Column[];
      rows: readonly (readonly Cell[])[];
      /** Letters smaller by a size: for many columns. */
      dense?: true;
    }
  | ({ kind: 'chart' } & TitledChart)
  /** Small charts, two beside each other. */
  | { kind: 'charts'; items: readonly TitledChart[] }
  /** A line to sign on: for whom, and what is written there already. */
  | { kind: 'signature'; role: string; name: string | null; at: string | null; statement: string };

export interface TitledChart {
  title: string;
  chart: Chart;
}

/** A document of blocks in the order in which they are read, with what stands around it. */
export interface ReportDocument {
  title: string;
  /** Of the running head: what it is of, in a few words. */
  subtitle: string;
  /** ISO-8601 UTC. */
  builtAt: string;
  /** What a reader looks for on the cover. */
  cover: readonly { label: string; value: Cell }[];
  blocks: readonly Block[];
}

export const heading = (level: 1 | 2 | 3, id: string, text: string): Block => ({
  kind: 'heading',
  level,
  id,
  text,
});
/** A section that begins a page of its own. */
export const opening = (id: string, text: string): Block => ({
  kind: 'heading',
  level: 1,
  id,
  text,
  startsPage: true,
});
export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const lead = (text: string): Block => ({ kind: 'paragraph', text, look: 'lead' });
export const note = (text: string): Block => ({ kind: 'paragraph', text, look: 'note' });
export const cell = (text: string, more: Omit<Cell, 'text'> = {}): Cell => ({ text, ...more });
export const code = (text: string): Cell => ({ text, code: true });
