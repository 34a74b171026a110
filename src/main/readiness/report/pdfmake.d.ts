/**
 * What the report uses of pdfmake 0.3. Its published types bring a browser's globals with them, which code of the desk must
 * not see. Source: https://pdfmake.github.io/docs/0.3/
 */
declare module 'pdfmake' {
  /** Points: left, top, right, bottom. */
  export type Margin = [number, number, number, number];

  export interface TextStyle {
    fontSize?: number;
    bold?: boolean;
    color?: string;
    alignment?: 'left' | 'right';
    lineHeight?: number;
    /** `break-all` lets a word that is too long go on in the next line. */
    wordBreak?: 'normal' | 'break-all';
  }

  interface Node extends TextStyle {
    margin?: Margin;
    id?: string;
    headlineLevel?: number;
    pageBreak?: 'before' | 'after';
    unbreakable?: boolean;
    width?: number | 'auto' | '*';
  }

  export interface TableLayout {
    hLineWidth?(at: number, node: { table: Table }): number;
    vLineWidth?(at: number): number;
    hLineColor?(at: number, node: { table: Table }): string;
    vLineColor?(at: number): string;
    paddingLeft?(at: number): number;
    paddingRight?(at: number, node: { table: Table }): number;
    paddingTop?(): number;
    paddingBottom?(): number;
  }

  export interface Table {
    widths: (number | 'auto' | '*')[];
    body: Content[][];
    headerRows?: number;
    keepWithHeaderRows?: number;
    dontBreakRows?: boolean;
  }

  interface CanvasLine {
    type: 'line';
    x1: number;
    y1: number;
    x2: number;
    y2: number;
    lineWidth: number;
    lineColor: string;
  }

  export type Content =
    | string
    | (Node &
        (
          | {
              text: string;
              linkToDestination?: string;
              /** Stands in place of the text: the page of the node of that id. */
              pageReference?: string;
            }
          | { stack: Content[] }
          | { columns: Content[]; columnGap?: number }
          | { ul: Content[]; markerColor?: string }
          | { ol: Content[]; markerColor?: string }
          | { table: Table; layout?: TableLayout | 'noBorders' }
          | { svg: string }
          | { canvas: CanvasLine[] }
        ));

  export interface Definition {
    info: {
      title: string;
      subject: string;
      creator: string;
      producer: string;
      creationDate: Date;
    };
    pageSize: 'A4';
    pageMargins: Margin;
    language: string;
    defaultStyle: TextStyle & { font: string };
    header(page: number): Content;
    footer(page: number, pages: number): Content;
    content: Content[];
    /** Whether a node begins a page. */
    pageBreakBefore(node: {
      headlineLevel?: number;
      startPosition: { verticalRatio: number };
    }): boolean;
  }

  const pdfMake: {
    setFonts(
      fonts: Record<string, Record<'normal' | 'bold' | 'italics' | 'bolditalics', string>>,
    ): void;
    /** Which addresses may be fetched. */
    setUrlAccessPolicy(isAllowed: (url: string) => boolean): void;
    /** Which files may be read. */
    setLocalAccessPolicy(isAllowed: (path: string) => boolean): void;
    createPdf(definition: Definition): { getBuffer(): Promise<Buffer> };
  };
  export default pdfMake;
}
