import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import pdfMake, { type Content, type Definition, type Margin, type TableLayout } from 'pdfmake';

import { chartSvg, chartWidths, type Paint, type Painter } from './chart-svg.ts';
import type { Block, Cell, Column, ReportDocument, TitledChart, Tone } from './document.ts';
import { pageParts, type PagePart } from './page-parts.ts';
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
    at === 0 || at === table.body.length || at === table.headerRows ? 0.8 : 0.3,
  vLineWidth: () => 0,
  hLineColor: (at, { table }) => (at === 0 || at === table.headerRows ? '#8b95a3' : '#c9d0d9'),
  paddingLeft: (at) => (at === 0 ? 0 : 5),
  paddingRight: (at, { table }) => (at === (table.widths?.length ?? 0) - 1 ? 0 : 5),
  paddingTop: () => 2,
  paddingBottom: () => 2,
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

function definition(document: ReportDocument): Definition {
  const { title, subtitle, builtAt, cover, blocks } = document;
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
      { text: 'Deskcheck', fontSize: 12, color: accent, margin: [0, 12, 0, 4] },
      { text: title, fontSize: 26, bold: true, margin: [0, 0, 0, 6] },
      { text: subtitle, fontSize: 10, color: colours.quiet, margin: [0, 0, 0, 14] },
      tableOf({
        kind: 'table',
        columns: [
          { title: '', share: 0.24 },
          { title: '', share: 0.76 },
        ],
        rows: cover.map(({ label, value }) => [{ text: label, tone: 'quiet' }, value]),
      }),
      { text: 'Contents', fontSize: 13, bold: true, margin: [0, 18, 0, 6] },
      contentsOf(blocks),
      ...pageParts(blocks, heightOf, keptHeight).flatMap(placed),
    ],
    // For each break that this finds the whole document is laid out anew: only what nothing else can place is asked for.
    pageBreakBefore: ({ headlineLevel, startPosition }) =>
      headlineLevel !== undefined && startPosition.verticalRatio > 0.8,
  };
}

/** Sections and their parts with their pages, in two columns. */
function contentsOf(blocks: readonly Block[]): Content {
  const entries = blocks
    .filter((block) => block.kind === 'heading')
    .filter(({ level }) => level < 3);
  const half = entries.findIndex(({ level }, at) => level === 1 && at * 2 >= entries.length);
  const column = (of: typeof entries): Content => ({
    layout: contentsLayout,
    table: {
      widths: ['*', 36],
      body: of.map(({ level, id, text }) => {
        const look = level === 1 ? {} : { color: colours.quiet, fontSize: 8 };
        return [
          { text, linkToDestination: id, margin: [level === 1 ? 0 : 10, 0, 0, 0], ...look },
          { text: '', pageReference: id, alignment: 'right', ...look },
        ];
      }),
    },
  });
  const [left, right] = half === -1 ? [entries, []] : [entries.slice(0, half), entries.slice(half)];
  return { columns: [column(left), ...(right.length === 0 ? [] : [column(right)])], columnGap: 32 };
}

const contentsLayout: TableLayout = {
  hLineWidth: () => 0,
  vLineWidth: () => 0,
  paddingLeft: () => 0,
  paddingRight: () => 0,
  paddingTop: () => 1,
  paddingBottom: () => 1,
};

/** Points of a page, its margins taken off; and how much of it is kept together at most. */
const pageHeight = 841.89 - 62 - 54;
const keptHeight = 0.45 * pageHeight;

function placed({ together, rest, startsPage, isHeadingAlone }: PagePart): Content[] {
  return [
    ...(together.length === 0
      ? []
      : [
          {
            stack: together.map(contentOf),
            unbreakable: true,
            ...(startsPage ? { pageBreak: 'before' as const } : {}),
            ...(isHeadingAlone ? { headlineLevel: 1 } : {}),
          },
        ]),
    ...rest.map(contentOf),
  ];
}

/** About how many points high a block is on a page. */
function heightOf(block: Block): number {
  switch (block.kind) {
    case 'heading':
      return { 1: 52, 2: 32, 3: 26 }[block.level];
    case 'paragraph':
      return textHeight(block.text, contentWidth, block.look === 'lead' ? 13 : 9) + 7;
    case 'list':
      return block.items.reduce((sum, { text }) => sum + textHeight(text, contentWidth, 9) + 2, 5);
    case 'figures':
      return 48;
    case 'table':
      return tableHeight(block);
    case 'chart':
      return chartHeight(block.chart, chartWidths.whole);
    case 'charts':
      return pairsOf(block.items).reduce(
        (sum, pair) =>
          sum + Math.max(...pair.map(({ chart }) => chartHeight(chart, chartWidths.half))),
        0,
      );
    case 'signature':
      return 110;
  }
}

/** Letters of this face are about half as wide as they are high. */
function textHeight(text: string, width: number, size: number): number {
  return Math.ceil((text.length * size * 0.5) / width || 1) * size * 1.41;
}

function tableHeight({ columns, rows, dense }: Extract<Block, { kind: 'table' }>): number {
  const size = sizeOf(dense);
  return rows.reduce((sum, row) => {
    const cells = row.map(({ text, entries }, at) => {
      const width = (columns[at]?.share ?? 1 / columns.length) * contentWidth - 10;
      const lines = (entries ?? []).reduce(
        (high, { of }) => high + textHeight(of.text, width * 0.8, size),
        0,
      );
      return textHeight(text, width, size) + lines;
    });
    return sum + Math.max(0, ...cells) + 5;
  }, 32);
}

function chartHeight(chart: TitledChart['chart'], units: number): number {
  return chartSvg(chart, painter, units).height * (contentWidth / chartWidths.whole) + 28;
}

function pairsOf<T>(items: readonly T[]): T[][] {
  return items.flatMap((_, at) => (at % 2 === 0 ? [items.slice(at, at + 2)] : []));
}

function contentOf(block: Block): Content {
  switch (block.kind) {
    case 'heading':
      return headingOf(block);
    case 'paragraph':
      return paragraphOf(block);
    case 'list':
      return listOf(block);
    case 'figures':
      return figuresOf(block.items);
    case 'table':
      return tableOf(block);
    case 'chart':
      return chartOf(block, chartWidths.whole);
    case 'charts':
      return {
        stack: pairsOf(block.items).map((pair) => ({
          columns: pair.map((each) => chartOf(each, chartWidths.half)),
          columnGap: contentWidth - 2 * halfWidth,
          unbreakable: true,
        })),
      };
    case 'signature':
      return signatureOf(block);
  }
}

/** Points: charts are as large beside each other as they are alone. */
const halfWidth = (chartWidths.half / chartWidths.whole) * contentWidth;

function chartOf({ title, chart }: TitledChart, units: number): Content {
  const width = units === chartWidths.whole ? contentWidth : halfWidth;
  return {
    stack: [
      { text: title, bold: true, fontSize: 8.5, margin: [0, 0, 0, 3] },
      { svg: chartSvg(chart, painter, units).svg, width },
    ],
    width,
    unbreakable: true,
    margin: [0, 5, 0, 9],
  };
}

function listOf({ items, ordered }: Extract<Block, { kind: 'list' }>): Content {
  const lines = items.map((item): Content => ({ ...wordsOf(item), margin: [0, 0, 0, 1.5] }));
  const look = { margin: [0, 0, 0, 5] as Margin, markerColor: colours.quiet };
  return ordered === true ? { ol: lines, ...look } : { ul: lines, ...look };
}

function headingOf({ level, id, text }: Extract<Block, { kind: 'heading' }>): Content {
  switch (level) {
    case 1:
      return { text, id, fontSize: 17, bold: true, color: accent, margin: [0, 18, 0, 8] };
    case 2:
      return { text, id, fontSize: 12, bold: true, margin: [0, 10, 0, 5] };
    case 3:
      return { text, id, fontSize: 10, bold: true, margin: [0, 9, 0, 2] };
  }
}

function paragraphOf({ text, look }: Extract<Block, { kind: 'paragraph' }>): Content {
  if (look === 'lead') return { text, fontSize: 13, margin: [0, 0, 0, 10] };
  if (look === 'note') return { text, color: colours.quiet, fontSize: 8.5, margin: [0, 0, 0, 4] };
  return { text, margin: [0, 0, 0, 4] };
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
  const size = sizeOf(dense);
  const hasHead = columns.some(({ title }) => title !== '');
  return {
    margin: [0, 2, 0, 7],
    fontSize: size,
    layout: ruled,
    table: {
      headerRows: hasHead ? 1 : 0,
      keepWithHeaderRows: hasHead ? 1 : 0,
      dontBreakRows: true,
      // The last takes what rounding has left, so that every table is as wide as the page.
      widths: columns.map(({ share }, at) =>
        share === undefined || at === columns.length - 1 ? '*' : widthOf(share, columns.length),
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

/** Points of the letters of a table. */
function sizeOf(dense: true | undefined): number {
  return dense === true ? 7 : 8.5;
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
  const text = { ...wordsOf(of, size), alignment: align ?? ('left' as const) };
  if (of.entries === undefined) return text;
  return {
    stack: [
      ...(of.text === '' ? [] : [text]),
      ...of.entries.map((entry): Content => ({
        columns: [
          { ...wordsOf(entry.of, size), width: '*' },
          { ...wordsOf(entry.end, size), width: 'auto' },
        ],
        columnGap: 6,
      })),
    ],
  };
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
