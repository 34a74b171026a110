import type { Tone } from './document.ts';

/** A chart as data: what is drawn, not how. */
export type Chart =
  /** Lying bars from zero, one below the other, each with its figure in words. */
  | {
      kind: 'bars';
      bars: readonly {
        label: string;
        value: number;
        text: string;
        tone: Tone;
        /** What it belongs to: stands once above the bars of it that follow each other. */
        of?: string;
      }[];
      /** Where the longest bar ends at least. */
      least?: number;
      /** A line across all bars, such as a threshold they share. */
      line?: { value: number; text: string };
    }
  /** What happened when: each lane a line from left to right, on a time axis of seconds since the beginning. */
  | {
      kind: 'course';
      seconds: number;
      lanes: readonly {
        label: string;
        spans: readonly { from: number; to: number; tone: Tone }[];
        marks: readonly { at: number; tone: Tone }[];
      }[];
    }
  /** Standing columns, such as a histogram. */
  | {
      kind: 'columns';
      columns: readonly { label: string; value: number }[];
      unit: string;
      axis: string;
    }
  /** Lines over one axis. */
  | {
      kind: 'lines';
      axis: string;
      unit: string;
      lines: readonly { label: string; points: readonly { x: number; y: number }[] }[];
      /** Moments, or spans where they have an end, each with a short label above the lines. */
      marks?: readonly { from: number; to: number | null; label: string }[];
    };
