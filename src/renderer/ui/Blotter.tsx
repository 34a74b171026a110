import {
  CellStyleModule,
  ClientSideRowModelApiModule,
  ClientSideRowModelModule,
  ColumnApiModule,
  ColumnAutoSizeModule,
  CsvExportModule,
  EventApiModule,
  ExternalFilterModule,
  HighlightChangesModule,
  ModuleRegistry,
  RenderApiModule,
  RowApiModule,
  RowAutoHeightModule,
  RowSelectionModule,
  RowStyleModule,
  ScrollApiModule,
  TooltipModule,
  type ColDef,
  type GetRowIdParams,
  type GridApi,
  type IRowNode,
  type OverlayType,
  type RowClassRules,
  type RowSelectionOptions,
} from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type FocusEvent,
  type ReactNode,
} from 'react';

import { gridTheme, rowHeights, scrollbarWidth, styleNonce } from '../theme.ts';
import { Skeleton } from './Skeleton.tsx';

ModuleRegistry.registerModules([
  CellStyleModule,
  ClientSideRowModelApiModule,
  ClientSideRowModelModule,
  ColumnApiModule,
  ColumnAutoSizeModule,
  CsvExportModule,
  EventApiModule,
  ExternalFilterModule,
  HighlightChangesModule,
  RenderApiModule,
  RowApiModule,
  RowAutoHeightModule,
  RowSelectionModule,
  RowStyleModule,
  ScrollApiModule,
  TooltipModule,
]);

/** What a blotter shows and how it learns of changes. */
export interface RowSource<Row> {
  read(): { loaded: boolean; rows: Iterable<Row> };
  /** Calls back after each change: `null` for everything, else the rows that came or went. */
  subscribe(onChange: (change: RowPatch<Row> | null) => void): () => void;
}

export interface RowPatch<Row> {
  rows: readonly Row[];
  removed: readonly (string | number)[];
}

interface BlotterProps<Row> {
  label: string;
  source: RowSource<Row>;
  keyOf: (row: Row) => string | number;
  columns: ColDef<Row>[];
  /** Keeps rows in; all rows when absent. */
  keep?: ((row: Row) => boolean) | undefined;
  selected?: string | number | null;
  onSelect?: (row: Row) => void;
  /** Enter or a double click. */
  onOpen?: (row: Row) => void;
  rowClassRules?: RowClassRules<Row>;
  twoLines?: boolean;
  /** Columns, by their heads, that a blotter narrower than so many CSS pixels leaves out. */
  narrow?: { below: number; hides: string[] };
  empty: ReactNode;
  onReady?: (api: GridApi<Row>) => void;
}

// The grid takes an option that is another object for another option, and does its columns and rows anew: what does not
// change is here, or held by the blotter.
const everyColumn = {
  sortable: true,
  resizable: true,
  suppressHeaderMenuButton: true,
  suppressMovable: true,
};
const oneRow: RowSelectionOptions = {
  mode: 'singleRow',
  checkboxes: false,
  enableClickSelection: false,
};
const noOverlays: OverlayType[] = ['loading', 'noRows', 'noMatchingRows'];

const reducedMotion = '(prefers-reduced-motion: reduce)';

/** A live table: applies changes row by row, follows the selection, works by keyboard, says what to do when empty. */
export function Blotter<Row>({
  label,
  source,
  keyOf,
  columns,
  keep,
  selected = null,
  onSelect,
  onOpen,
  rowClassRules,
  twoLines = false,
  narrow,
  empty,
  onReady,
}: BlotterProps<Row>) {
  const [api, setApi] = useState<GridApi<Row> | null>(null);
  const [shown, setShown] = useState<{ loaded: boolean; count: number }>({
    loaded: source.read().loaded,
    count: 0,
  });

  const rowId = useCallback(({ data }: GetRowIdParams<Row>) => String(keyOf(data)), [keyOf]);
  const kept = useRef(keep);
  const isFiltered = useCallback(() => kept.current !== undefined, []);
  const passes = useCallback(
    ({ data }: IRowNode<Row>) => data === undefined || (kept.current?.(data) ?? true),
    [],
  );

  useEffect(() => {
    if (api === null) return;
    const count = (): void => {
      if (api.isDestroyed()) return;
      const next = { loaded: source.read().loaded, count: api.getDisplayedRowCount() };
      setShown((before) =>
        before.loaded === next.loaded && before.count === next.count ? before : next,
      );
    };
    const replace = (): void => {
      api.setGridOption('rowData', [...source.read().rows]);
      count();
    };
    replace();
    return source.subscribe((change) => {
      if (api.isDestroyed()) return;
      if (change === null) {
        replace();
        return;
      }
      const add: Row[] = [];
      const update: Row[] = [];
      for (const row of change.rows) {
        (api.getRowNode(String(keyOf(row))) === undefined ? add : update).push(row);
      }
      const remove = change.removed.flatMap((key) => {
        const data = api.getRowNode(String(key))?.data;
        return data === undefined ? [] : [data];
      });
      api.applyTransaction({ add, update, remove });
      count();
    });
  }, [api, source, keyOf]);

  useEffect(() => {
    kept.current = keep;
    if (api === null || api.isDestroyed()) return;
    api.onFilterChanged();
    setShown((before) => ({ ...before, count: api.getDisplayedRowCount() }));
  }, [api, keep]);

  useEffect(() => {
    if (api === null || api.isDestroyed()) return;
    if (selected === null) {
      api.deselectAll();
      return;
    }
    const node = api.getRowNode(String(selected));
    if (node === undefined || node.isSelected() === true) return;
    node.setSelected(true, true);
    api.ensureNodeVisible(node);
  }, [api, selected, shown.count]);

  const handlers = useRef({ onSelect, onOpen, onReady, narrow });
  useEffect(() => {
    handlers.current = { onSelect, onOpen, onReady, narrow };
  });

  // By the focus itself, not the grid's word of it, which comes later: a key pressed meanwhile would still act on
  // the row before, and open a ticket on an instrument nobody chose.
  const selectFocused = ({ target }: FocusEvent): void => {
    const key = target.closest('[row-id]')?.getAttribute('row-id');
    if (api === null || api.isDestroyed() || key === undefined || key === null) return;
    const row = api.getRowNode(key)?.data;
    if (row !== undefined) handlers.current.onSelect?.(row);
  };

  // Made once for what the grid is: a step to another row must not have it go through its options.
  const grid = useMemo(
    () => (
      <AgGridReact<Row>
        theme={gridTheme}
        styleNonce={styleNonce}
        columnDefs={columns}
        defaultColDef={everyColumn}
        getRowId={rowId}
        deltaSort
        rowHeight={twoLines ? rowHeights.twoLines : rowHeights.line}
        rowSelection={oneRow}
        {...(rowClassRules === undefined ? {} : { rowClassRules })}
        enableBrowserTooltips
        suppressContextMenu
        suppressColumnVirtualisation
        animateRows={false}
        cellFlashDuration={matchMedia(reducedMotion).matches ? 0 : 300}
        cellFadeDuration={0}
        suppressOverlays={noOverlays}
        alwaysShowVerticalScroll
        scrollbarWidth={scrollbarWidth}
        isExternalFilterPresent={isFiltered}
        doesExternalFilterPass={passes}
        onGridSizeChanged={({ api: sized, clientWidth }) => {
          const { narrow: wide } = handlers.current;
          if (wide === undefined || clientWidth === 0) return;
          sized.setColumnsVisible(wide.hides, clientWidth >= wide.below);
        }}
        onGridReady={({ api: ready }) => {
          ready.setGridAriaProperty('label', label);
          setApi(ready);
          handlers.current.onReady?.(ready);
        }}
        onRowDoubleClicked={({ data }) => {
          if (data !== undefined) handlers.current.onOpen?.(data);
        }}
        onCellKeyDown={({ data, event }) => {
          if (event instanceof KeyboardEvent && event.key === 'Enter' && data !== undefined) {
            handlers.current.onOpen?.(data);
          }
        }}
      />
    ),
    [label, columns, rowId, twoLines, rowClassRules, isFiltered, passes],
  );

  return (
    <div className={twoLines ? 'blotter blotter-tall' : 'blotter'} onFocus={selectFocused}>
      {grid}
      {!shown.loaded && <Skeleton lines={6} label={`${label} are loading`} />}
      {shown.loaded && shown.count === 0 && <div className="blotter-empty">{empty}</div>}
    </div>
  );
}
