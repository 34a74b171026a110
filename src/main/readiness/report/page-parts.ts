import type { Block } from './document.ts';

/** Blocks that stand together on a page, and those that go on after them wherever there is room. */
export interface PagePart {
  together: readonly Block[];
  rest: readonly Block[];
  startsPage: boolean;
  /** Headings alone, because what follows is too long: they must not stand at a foot. */
  isHeadingAlone: boolean;
}

type Heading = Extract<Block, { kind: 'heading' }>;

/**
 * A document in parts, each a heading with what is below it up to the next. What is not higher than `most` stands together;
 * of what is longer its beginning does, as far as that fits. A heading with nothing but a sentence or two below it goes with
 * the part of it that comes next, so that no heading stands alone at a foot.
 * @param heightOf a block, in the unit of `most`.
 */
export function pageParts(
  blocks: readonly Block[],
  heightOf: (block: Block) => number,
  most: number,
): PagePart[] {
  return groupsOf(blocks).flatMap((group) => partsOf(group, heightOf, most));
}

function groupsOf(blocks: readonly Block[]): Block[][] {
  const groups: Block[][] = [];
  let above: Heading | null = null;
  for (const block of blocks) {
    const last = groups.at(-1);
    const isIntroduced: boolean =
      last !== undefined &&
      last.every(({ kind }) => kind === 'heading' || kind === 'paragraph') &&
      block.kind === 'heading' &&
      (above === null || block.level > above.level) &&
      block.startsPage !== true;
    if (last === undefined || (block.kind === 'heading' && !isIntroduced)) groups.push([block]);
    else last.push(block);
    if (block.kind === 'heading') above = block;
  }
  return groups;
}

function partsOf(
  group: readonly Block[],
  heightOf: (block: Block) => number,
  most: number,
): PagePart[] {
  const startsPage = group.some((block) => block.kind === 'heading' && block.startsPage === true);
  let height = 0;
  const long = group.findIndex((block) => (height += heightOf(block)) > most);
  const fitting = long === -1 ? group : group.slice(0, long);
  const rest = group.slice(fitting.length);
  const last = fitting.findLastIndex(({ kind }) => kind !== 'heading');
  const isHeadingAlone = fitting.length > 0 && rest.length > 0 && last < fitting.length - 1;
  if (!isHeadingAlone || startsPage) {
    return [{ together: fitting, rest, startsPage, isHeadingAlone: isHeadingAlone && !startsPage }];
  }
  // What stands above a heading that has to be alone stands by itself.
  const before = fitting.slice(0, last + 1);
  return [
    ...(before.length === 0
      ? []
      : [{ together: before, rest: [], startsPage, isHeadingAlone: false }]),
    { together: fitting.slice(last + 1), rest, startsPage: false, isHeadingAlone: true },
  ];
}
