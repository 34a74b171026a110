import { createHash } from 'node:crypto';

import { chartSvg, chartWidths, escaped, type Painter } from './chart-svg.ts';
import type { Block, Cell, Column, ReportDocument, TitledChart } from './document.ts';
import { timeText } from './plain-words.ts';
import { reportStyle } from './report-style.ts';

const painter: Painter = {
  fill: (paint) => `class="fill-${paint}"`,
  stroke: (paint) => `class="stroke-${paint}"`,
  text: '',
};

/**
 * The document as one HTML file that needs nothing else: it opens from disk, has no script, and under its own policy the
 * browser loads nothing and takes no style but the one in it.
 */
export function htmlOf({ title, subtitle, builtAt, cover, blocks }: ReportDocument): string {
  const styleHash = createHash('sha256').update(reportStyle).digest('base64');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>Deskcheck: ${escaped(title)}</title>`,
    `<style>${reportStyle}</style>`,
    '</head>',
    '<body>',
    `<header class="cover"><p class="product">Deskcheck</p><h1>${escaped(title)}</h1><p>${escaped(subtitle)}</p><dl>${cover.map(({ label, value }) => `<div><dt>${escaped(label)}</dt><dd>${wordsOf(value)}</dd></div>`).join('')}</dl><p class="note">Built ${escaped(timeText(builtAt))}</p></header>`,
    contents(blocks),
    '<main>',
    ...blocks.map(markupOf),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function contents(blocks: readonly Block[]): string {
  const items = blocks.flatMap((block) =>
    block.kind === 'heading' && block.level < 3
      ? [
          `<li class="level-${block.level}"><a href="#${escaped(block.id)}">${escaped(block.text)}</a></li>`,
        ]
      : [],
  );
  return `<nav aria-label="Contents"><h2>Contents</h2><ol>${items.join('')}</ol></nav>`;
}

function markupOf(block: Block): string {
  switch (block.kind) {
    case 'heading': {
      const tag = `h${block.level + 1}`;
      return `<${tag} id="${escaped(block.id)}"${block.startsPage === true ? ' class="starts-page"' : ''}>${escaped(block.text)}</${tag}>`;
    }
    case 'paragraph':
      return `<p${block.look === undefined ? '' : ` class="${block.look}"`}>${escaped(block.text)}</p>`;
    case 'list':
      return listOf(block);
    case 'figures':
      return `<dl class="figures">${block.items
        .map(
          ({ label, value, tone }) =>
            `<div><dt>${escaped(label)}</dt><dd${tone === undefined ? '' : ` class="tone-${tone}"`}>${escaped(value)}</dd></div>`,
        )
        .join('')}</dl>`;
    case 'table':
      return tableOf(block);
    case 'chart':
      return figureOf(block, chartWidths.whole);
    case 'charts':
      return `<div class="charts">${block.items.map((each) => figureOf(each, chartWidths.half)).join('')}</div>`;
    case 'signature':
      return `<section class="signature"><h4>${escaped(block.role)}</h4><p class="note">${escaped(block.statement)}</p><dl><div><dt>Name</dt><dd>${escaped(block.name ?? '')}</dd></div><div><dt>Signature</dt><dd></dd></div><div><dt>Date</dt><dd>${escaped(block.at ?? '')}</dd></div></dl></section>`;
  }
}

function listOf({ items, ordered }: Extract<Block, { kind: 'list' }>): string {
  const tag = ordered === true ? 'ol' : 'ul';
  return `<${tag}>${items.map((item) => `<li>${wordsOf(item)}</li>`).join('')}</${tag}>`;
}

function figureOf({ title, chart }: TitledChart, units: number): string {
  const drawn = chartSvg(chart, painter, units).svg.replace(
    '<svg ',
    `<svg role="img" aria-label="${escaped(title)}" `,
  );
  return `<figure><figcaption>${escaped(title)}</figcaption>${drawn}</figure>`;
}

function tableOf({ columns, rows, dense }: Extract<Block, { kind: 'table' }>): string {
  const hasHead = columns.some(({ title }) => title !== '');
  const head = hasHead
    ? `<thead><tr>${columns.map(({ title, align }) => `<th scope="col"${classOf(align)}>${escaped(title)}</th>`).join('')}</tr></thead>`
    : '';
  const body = rows
    .map(
      (row) =>
        `<tr>${columns.map((column, at) => cellOf(row[at] ?? { text: '' }, column)).join('')}</tr>`,
    )
    .join('');
  return `<div class="table"><table${dense === true ? ' class="dense"' : ''}>${widths(columns)}${head}<tbody>${body}</tbody></table></div>`;
}

/** The same columns as on paper, so that tables of a kind below each other have theirs below each other. */
function widths(columns: readonly Column[]): string {
  if (columns.some(({ share }) => share === undefined)) return '';
  return `<colgroup>${columns.map(({ share }) => `<col width="${Math.round((share ?? 0) * 100)}%">`).join('')}</colgroup>`;
}

function cellOf(of: Cell, { align }: Column): string {
  const entries = (of.entries ?? [])
    .map((entry) => `<li><span>${wordsOf(entry.of)}</span> <span>${wordsOf(entry.end)}</span></li>`)
    .join('');
  return `<td${classOf(align)}>${wordsOf(of)}${entries === '' ? '' : `<ul class="entries">${entries}</ul>`}</td>`;
}

function classOf(align: Column['align']): string {
  return align === undefined ? '' : ` class="${align}"`;
}

function wordsOf({ text, tone, code, to }: Cell): string {
  const words = code === true ? `<code>${escaped(text)}</code>` : escaped(text);
  const linked = to === undefined ? words : `<a href="#${escaped(to)}">${words}</a>`;
  return tone === undefined ? linked : `<span class="tone-${tone}">${linked}</span>`;
}
