import {
  colorsTuple,
  createTheme,
  type CSSVariablesResolver,
  type MantineThemeOverride,
} from '@mantine/core';
import { themeQuartz } from 'ag-grid-community';
import type { DockviewTheme } from 'dockview-react';

/**
 * What the widget libraries are told of the theme. The colours and sizes themselves are in `theme.css`; here they are
 * only handed on by name.
 */

/** The page's nonce for styles made at run time; the shell writes it into the page it serves. */
export const styleNonce =
  document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

const named = (name: string) => colorsTuple(`var(--${name})`);

export const mantineTheme: MantineThemeOverride = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: {
    xs: 'var(--text-label)',
    sm: 'var(--text-body)',
    md: 'var(--text-body)',
    lg: 'var(--text-title)',
    xl: 'var(--text-figure)',
  },
  spacing: {
    xs: 'var(--space-1)',
    sm: 'var(--space-2)',
    md: 'var(--space-3)',
    lg: 'var(--space-4)',
    xl: 'var(--space-5)',
  },
  defaultRadius: 'var(--radius)',
  focusRing: 'auto',
  respectReducedMotion: true,
  colors: {
    // Mantine's dark surfaces, from text down to ground.
    dark: [
      'var(--text)',
      'var(--text)',
      'var(--muted)',
      'var(--faint)',
      'var(--line-strong)',
      'var(--line)',
      'var(--panel)',
      'var(--panel-head)',
      'var(--ground)',
      'var(--field)',
    ],
    accent: named('accent-fill'),
    buy: named('buy-fill'),
    sell: named('sell-fill'),
    critical: named('kill-fill'),
    warning: named('warning'),
    neutral: named('muted'),
  },
  primaryColor: 'accent',
  components: {
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', allowDeselect: false } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    Radio: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    // The page itself never scrolls, and the lock would put in a style without the nonce.
    Modal: {
      defaultProps: {
        centered: true,
        size: 'var(--dialog-width)',
        lockScroll: false,
        attributes: { header: { role: 'presentation' } },
      },
    },
    Popover: { defaultProps: { shadow: 'md' } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } },
  },
});

const surfaces = {
  '--mantine-color-body': 'var(--panel)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text-strong)',
  '--mantine-color-dimmed': 'var(--muted)',
  '--mantine-color-placeholder': 'var(--faint)',
  '--mantine-color-default': 'var(--field)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--critical)',
  '--mantine-color-disabled': 'var(--raised)',
  '--mantine-color-disabled-color': 'var(--faint)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-primary-color-filled-hover': 'var(--accent-fill-hover)',
};

/** Makes Mantine paint with the names of `theme.css` in both themes. */
export const mantineVariables: CSSVariablesResolver = () => ({
  variables: {},
  dark: surfaces,
  light: surfaces,
});

/** Blotters: dense, ruled by hairlines, painted with the names of `theme.css`. */
export const gridTheme = themeQuartz.withParams({
  browserColorScheme: 'inherit',
  fontFamily: 'inherit',
  fontSize: 'var(--text-body)',
  headerFontSize: 'var(--text-label)',
  headerFontWeight: 400,
  backgroundColor: 'var(--panel)',
  foregroundColor: 'var(--text)',
  dataBackgroundColor: 'var(--panel)',
  oddRowBackgroundColor: 'var(--panel)',
  headerBackgroundColor: 'var(--panel)',
  headerTextColor: 'var(--muted)',
  headerCellHoverBackgroundColor: 'var(--hover)',
  borderColor: 'var(--line)',
  accentColor: 'var(--accent)',
  rowHoverColor: 'var(--hover)',
  selectedRowBackgroundColor: 'var(--selected)',
  rangeSelectionBorderColor: 'var(--focus)',
  wrapperBorder: false,
  wrapperBorderRadius: 0,
  columnBorder: false,
  headerColumnBorder: false,
  headerColumnResizeHandleColor: 'transparent',
  rowHeight: 'var(--row-height)',
  headerHeight: 'var(--panel-head-height)',
  cellHorizontalPadding: 'var(--cell-padding)',
  iconSize: 'var(--text-label)',
});

/** Row heights as AG Grid wants them, numbers of CSS pixels; the same as in `theme.css`. */
export const rowHeights = { line: 26, twoLines: 44 } as const;

/** Width of a blotter's scrollbar, CSS pixels. */
export const scrollbarWidth = 10;

export const dockTheme: DockviewTheme = {
  name: 'desk',
  className: 'dock-desk',
  dndOverlayMounting: 'absolute',
  dndPanelOverlay: 'content',
  gap: 0,
};

/** The value of a colour of `theme.css` in the theme shown now, for what paints on a canvas. */
export function readColour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Type on canvases, CSS pixels. */
export const canvasFontSize = 12;
