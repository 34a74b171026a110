import type { ColDef } from 'ag-grid-community';

/** Columns that every blotter writes the same way. */

/** A text. One that its column is too narrow for ends in an ellipsis and shows whole on hover. */
export function textColumn<Row>(
  headerName: string,
  read: (row: Row) => string,
  more: ColDef<Row> = {},
): ColDef<Row> {
  return {
    headerName,
    colId: headerName,
    valueGetter: ({ data }) => (data === undefined ? '' : read(data)),
    // What draws its own cell says for itself what it leaves out.
    ...(more.cellRenderer === undefined ? { tooltip: true } : {}),
    ...more,
  };
}

/** A right-aligned figure, sorted by value and shown by its own format. */
export function figureColumn<Row>(
  headerName: string,
  read: (row: Row) => number | null,
  format: (value: number | null, row: Row) => string,
  { cellClass, ...more }: Omit<ColDef<Row>, 'cellClass'> & { cellClass?: string } = {},
): ColDef<Row> {
  return {
    headerName,
    colId: headerName,
    type: 'rightAligned',
    // A cell class of one's own replaces the one of the type, so the alignment is named again.
    cellClass:
      cellClass === undefined ? 'ag-right-aligned-cell' : ['ag-right-aligned-cell', cellClass],
    valueGetter: ({ data }) => (data === undefined ? null : read(data)),
    valueFormatter: ({ value, data }: { value: number | null; data?: Row | undefined }) =>
      data === undefined ? '' : format(value, data),
    ...more,
  };
}
