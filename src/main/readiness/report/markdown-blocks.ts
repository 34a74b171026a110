import { cell, heading, paragraph, type Block } from './document.ts';

/**
 * Blocks of a Markdown page of this repository: headings, paragraphs, lists and tables. Its first heading is left out,
 * the section has one. Marks inside a line become plain text.
 */
export function markdownBlocks(markdown: string, idPrefix: string): Block[] {
  const blocks: Block[] = [];
  const groups = markdown.split(/\n{2,}|\n(?=#{1,6} )|(?<=^#{1,6} [^\n]*)\n/m);
  for (const group of groups) {
    const text = group.trim();
    if (text === '') continue;
    blocks.push(...blocksOf(text, `${idPrefix}-${blocks.length}`));
  }
  const [first] = blocks;
  return first?.kind === 'heading' ? blocks.slice(1) : blocks;
}

function blocksOf(text: string, id: string): Block[] {
  const title = /^(#{1,6}) (.*)$/s.exec(text);
  if (title !== null) {
    return [heading((title[1]?.length ?? 1) <= 2 ? 2 : 3, id, plain(title[2] ?? ''))];
  }
  const lines = text.split('\n');
  if (lines.every((line) => line.startsWith('|'))) return [table(lines)];
  if (/^([-*]|\d+\.) /.test(text)) {
    const items = text.split(/\n(?=\s*(?:[-*]|\d+\.) )/);
    return [
      {
        kind: 'list',
        ...(/^\d/.test(text) ? { ordered: true as const } : {}),
        items: items.map((item) => cell(plain(item.replace(/^\s*([-*]|\d+\.) /, '')))),
      },
    ];
  }
  return [paragraph(plain(text))];
}

function table(lines: readonly string[]): Block {
  const cells = (line: string): string[] =>
    line
      .replace(/^\||\|\s*$/g, '')
      .split('|')
      .map((each) => plain(each));
  const [head = '', , ...rows] = lines;
  const columns = cells(head).map((title) => ({ title }));
  return {
    kind: 'table',
    columns,
    rows: rows.map((line) => {
      const found = cells(line);
      return columns.map((_, at) => cell(found[at] ?? ''));
    }),
  };
}

/** A line without its marks: links as their words, those within the page and what is emphasised in quotes, code and what is bold as plain text. */
function plain(text: string): string {
  return text
    .replaceAll(/\[([^\]]*)\]\(#[^)]*\)/g, '“$1”')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/(?<!\*)\*([^`*]+)\*(?!\*)/g, '“$1”')
    .replaceAll(/[`*]{1,3}([^`*]+)[`*]{1,3}/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
