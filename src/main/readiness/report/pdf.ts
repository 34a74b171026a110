import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import pdfMake, { type Content, type Definition, type TableLayout } from 'pdfmake';

import { chartSvg, type Paint, type Painter } from './chart-svg.ts';
import type { Block, Cell, Column, ReportDocument, Tone } from './document.ts';
import { timeText } from './plain-words.ts';

/** Points; A4 less its margins. */
const contentWidth = 595.28 - 2 * 48;

const colours: Readonly<Record<Paint, string>> = {
  ink: '#1b222c',
  faint: '#e4e8ee',
  good: '#1d7a4d',
  bad: '#b3261e',
  warning: '#9a6200',
  quiet: '#5b6675',
  'line-1': '#2f6fde',
  'line-2': '#b25a00',
  'line-3': '#1d7a4d',
  'line-4': '#7a3fc0',
};
const accent = '#23467f';

const painter: Painter = {
  fill: (paint) => `fill="${colours[paint]}"`,
  stroke: (paint) => `stroke="${colours[paint]}"`,
  text: 'font-family="Roboto"',
};

/** Thin lines between rows and none between columns. */
const ruled: TableLayout = {
  hLineWidth: (at, { table }) =>
    at === 0 || at === table.body.length ? 0.8 : at === 1 ? 0.8 : 0.3,
  vLineWidth: () => 0,
  hLineColor: (at) => (at <= 1 ? '#8b95a3' : '#c9d0d9'),
  paddingLeft: (at) => (at === 0 ? 0 : 5),
  paddingRight: (at, { table }) => (at === (table.widths?.length ?? 0) - 1 ? 0 : 5),
  paddingTop: () => 2.5,
  paddingBottom: () => 2.5,
};

/** The font lies in the library's own package. Roboto: Apache Licence 2.0. */
const fontFolder = join(
  dirname(createRequire(import.meta.url).resolve('pdfmake')),
  '../fonts/Roboto',
);

pdfMake.setFonts({
  Roboto: {
    normal: join(fontFolder, 'Roboto-Regular.ttf'),
    bold: join(fontFolder, 'Roboto-Medium.ttf'),
    italics: join(fontFolder, 'Roboto-Italic.ttf'),
    bolditalics: join(fontFolder, 'Roboto-MediumItalic.ttf'),
  },
});
// A report is made of what is handed in: nothing is fetched, and of the disk only the font is read.
pdfMake.setUrlAccessPolicy(() => false);
pdfMake.setLocalAccessPolicy((path) => dirname(path) === fontFolder);

/** The document as PDF: A4, numbered pages with a running head, contents, charts as vectors. */
export function pdfOf(document: ReportDocument): Promise<Buffer> {
  return pdfMake.createPdf(definition(document)).getBuffer();
}

function definition({ title, subtitle, builtAt, blocks }: ReportDocument): Definition {
  return {
    info: {
      title: `Deskcheck: ${title}`,
      subject: subtitle,
      creator: 'Deskcheck',
      producer: 'Deskcheck',
      creationDate: new Date(builtAt),
    },
    pageSize: 'A4',
    pageMargins: [48, 62, 48, 54],
    language: 'en',
    defaultStyle: { font: 'Roboto', fontSize: 9, lineHeight: 1.2, color: colours.ink },
    header: (page) =>
      page === 1
        ? ''
        : {
            margin: [48, 28, 48, 0],
            columns: [
              { text: `Deskcheck · ${title}`, fontSize: 7.5, color: colours.quiet },
              {
                text: subtitle,
                alignment: 'right',
                fontSize: 7.5,
                color: colours.quiet,
                width: 'auto',
              },
            ],
          },
    footer: (page, pages) => ({
      margin: [48, 18, 48, 0],
      columns: [
        { text: `Built ${timeText(builtAt)}`, fontSize: 7.5, color: colours.quiet },
        { text: `${page} of ${pages}`, alignment: 'right', fontSize: 7.5, color: colours.quiet },
      ],
    }),
    content: [
      { text: 'Deskcheck', fontSize: 12, color: accent, margin: [0, 20, 0, 4] },
      { text: title, fontSize: 26, bold: true, margin: [0, 0, 0, 6] },
      { text: subtitle, fontSize: 10, color: colours.quiet, margin: [0, 0, 0, 24] },
      { toc: { title: { text: 'Contents', fontSize: 13, bold: true, margin: [0, 0, 0, 6] } } },
      ...blocks.flatMap((block, at) => placed(blocks, block, at)),
    ],
    // For each break that this finds the whole document is laid out anew: only what nothing else can place is asked for.
    pageBreakBefore: ({ headlineLevel, startPosition }) => {
      if (headlineLevel === undefined) return false;
      return startPosition.verticalRatio > (headlineLevel === 1 ? 0.5 : 0.86);
    },
  };
}

/** From how many lines on a section begins a page of its own, wherever the one before it has ended. */
const longFrom = 12;

/**
 * A block in its place: a long section begins a page, a short one where half of one is left, and no heading stands alone at
 * a foot: it is kept together with what follows, where that is no table that may be longer than a page.
 */
function placed(blocks: readonly Block[], block: Block, at: number): Content[] {
  const before = blocks[at - 1];
  if (before?.kind === 'heading' && isKeptWith(before, block)) return [];
  if (block.kind !== 'heading') return [contentOf(block)];
  const next = blocks[at + 1];
  if (next !== undefined && isKeptWith(block, next)) {
    return [{ stack: [headingOf(block), contentOf(next)], unbreakable: true }];
  }
  if (block.level > 1) return [headingOf(block, { headlineLevel: block.level })];
  const isFirst = !blocks.slice(0, at).some(({ kind }) => kind === 'heading');
  return [
    isFirst || linesOfSection(blocks, at) >= longFrom
      ? headingOf(block, { pageBreak: 'before' })
      : headingOf(block, { headlineLevel: 1 }),
  ];
}

function isKeptWith({ level }: Extract<Block, { kind: 'heading' }>, next: Block): boolean {
  if (level === 1) return false;
  switch (next.kind) {
    case 'paragraph':
    case 'figures':
    case 'chart':
      return true;
    case 'list':
      return next.items.length <= 8;
    case 'heading':
    case 'table':
    case 'signature':
    case 'page-break':
      return false;
  }
}

/** About how many lines there are from a heading of the first level to the next. */
function linesOfSection(blocks: readonly Block[], at: number): number {
  const rest = blocks.slice(at + 1);
  const end = rest.findIndex((block) => block.kind === 'heading' && block.level === 1);
  return (end === -1 ? rest : rest.slice(0, end)).reduce((sum, block) => {
    if (block.kind === 'table') return sum + block.rows.length;
    if (block.kind === 'list') return sum + block.items.length;
    return sum + (block.kind === 'chart' ? longFrom : 1);
  }, 0);
}

function contentOf(block: Block): Content {
  switch (block.kind) {
    case 'heading':
      return headingOf(block);
    case 'paragraph':
      return paragraphOf(block);
    case 'list':
      return {
        ul: block.items.map((item) => ({ ...wordsOf(item), margin: [0, 0, 0, 1.5] })),
        margin: [0, 0, 0, 5],
        markerColor: colours.quiet,
      };
    case 'figures':
      return figuresOf(block.items);
    case 'table':
      return tableOf(block);
    case 'chart':
      return {
        stack: [
          { text: block.title, bold: true, fontSize: 8.5, margin: [0, 0, 0, 3] },
          { svg: chartSvg(block.chart, painter), width: contentWidth },
        ],
        unbreakable: true,
        margin: [0, 5, 0, 9],
      };
    case 'signature':
      return signatureOf(block);
    case 'page-break':
      return { text: '', pageBreak: 'after' };
  }
}

/** @param place where it may stand; nothing where what it is kept with says so. */
function headingOf(
  { level, id, text }: Extract<Block, { kind: 'heading' }>,
  place: { pageBreak?: 'before'; headlineLevel?: number } = {},
): Content {
  switch (level) {
    case 1:
      return {
        ...place,
        text,
        id,
        fontSize: 17,
        bold: true,
        color: accent,
        margin: [0, 18, 0, 8],
        tocItem: true,
        tocMargin: [0, 1, 0, 0],
      };
    case 2:
      return {
        ...place,
        text,
        id,
        fontSize: 12,
        bold: true,
        margin: [0, 10, 0, 5],
        tocItem: true,
        tocMargin: [14, 0, 0, 0],
        tocStyle: { color: colours.quiet, fontSize: 8.5 },
      };
    case 3:
      return { ...place, text, id, fontSize: 10, bold: true, margin: [0, 9, 0, 2] };
  }
}

function paragraphOf({ text, look }: Extract<Block, { kind: 'paragraph' }>): Content {
  if (look === 'lead') return { text, fontSize: 13, margin: [0, 0, 0, 10] };
  if (look === 'note') return { text, color: colours.quiet, fontSize: 8.5, margin: [0, 0, 0, 5] };
  return { text, margin: [0, 0, 0, 6] };
}

function figuresOf(items: Extract<Block, { kind: 'figures' }>['items']): Content {
  return {
    margin: [0, 2, 0, 10],
    table: {
      widths: items.map(() => '*'),
      body: [
        items.map(({ label, value, tone }) => ({
          stack: [
            { text: label, fontSize: 7.5, color: colours.quiet },
            { text: value, fontSize: 13, bold: true, color: colourOf(tone) },
          ],
          margin: [2, 3, 2, 2],
        })),
      ],
    },
    layout: {
      hLineWidth: () => 0.6,
      vLineWidth: (at) => (at === 0 || at === items.length ? 0 : 0.4),
      hLineColor: () => '#c9d0d9',
      vLineColor: () => '#c9d0d9',
    },
  };
}

function tableOf({ columns, rows, dense }: Extract<Block, { kind: 'table' }>): Content {
  const size = dense === true ? 7 : 8.5;
  const hasHead = columns.some(({ title }) => title !== '');
  return {
    margin: [0, 2, 0, 9],
    fontSize: size,
    layout: ruled,
    table: {
      headerRows: hasHead ? 1 : 0,
      keepWithHeaderRows: hasHead ? 1 : 0,
      dontBreakRows: true,
      widths: columns.map(({ share }) =>
        share === undefined ? '*' : widthOf(share, columns.length),
      ),
      body: [
        ...(hasHead ? [columns.map((column) => headOf(column))] : []),
        ...rows.map((row) =>
          columns.map((column, at) => cellOf(row[at] ?? { text: '' }, column, size)),
        ),
      ],
    },
  };
}

/** Points of a column, its padding taken off. */
function widthOf(share: number, columns: number): number {
  const padding = ((columns - 1) * 10) / columns;
  return Math.floor(share * contentWidth - padding);
}

function headOf({ title, align }: Column): Content {
  return { text: title, bold: true, color: colours.quiet, alignment: align ?? 'left' };
}

function cellOf(of: Cell, { align }: Column, size: number): Content {
  return { ...wordsOf(of, size), alignment: align ?? 'left' };
}

function wordsOf({ text, tone, code, to }: Cell, size?: number) {
  return {
    text,
    color: to === undefined ? colourOf(tone) : accent,
    ...(tone === 'good' || tone === 'bad' || tone === 'warning' ? { bold: text.length < 20 } : {}),
    ...(code === true ? { fontSize: (size ?? 9) - 1, wordBreak: 'break-all' as const } : {}),
    ...(to === undefined ? {} : { linkToDestination: to }),
  };
}

function colourOf(tone: Tone | undefined): string {
  return tone === undefined ? colours.ink : colours[tone];
}

function signatureOf({
  role,
  name,
  at,
  statement,
}: Extract<Block, { kind: 'signature' }>): Content {
  const line = (label: string, value: string | null): Content => ({
    stack: [
      { text: value ?? ' ', fontSize: 11, margin: [0, 14, 0, 2] },
      {
        canvas: [
          { type: 'line', x1: 0, y1: 0, x2: 150, y2: 0, lineWidth: 0.6, lineColor: '#8b95a3' },
        ],
      },
      { text: label, fontSize: 7.5, color: colours.quiet, margin: [0, 2, 0, 0] },
    ],
  });
  return {
    unbreakable: true,
    margin: [0, 16, 0, 0],
    stack: [
      { text: role, bold: true, fontSize: 11 },
      { text: statement, color: colours.quiet, margin: [0, 2, 0, 0] },
      {
        layout: 'noBorders',
        table: {
          widths: ['*', '*', '*'],
          body: [[line('Name', name), line('Signature', null), line('Date', at)]],
        },
      },
    ],
  };
}
