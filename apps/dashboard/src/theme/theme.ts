import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

const accent: MantineColorsTuple = [
  '#eef4fd',
  '#dde8fb',
  '#b9d0f6',
  '#8fb4ef',
  '#6798e8',
  '#417fdf',
  '#2868d4',
  '#2059b9',
  '#1b4b9b',
  '#163d7d',
]

const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#eff1f4',
  '#e6e9ee',
  '#d8dde4',
  '#bcc4cf',
  '#939eae',
  '#586374',
  '#495464',
  '#2f3846',
  '#1a212c',
]

const dark: MantineColorsTuple = [
  '#e3e7ed',
  '#c2c9d4',
  '#9fa9b8',
  '#737e8f',
  '#353d49',
  '#2a313c',
  '#212731',
  '#191e26',
  '#14181f',
  '#0e1116',
]

/** Calm and a little dense: one accent, thin lines, small radii. The colours of our own CSS are in `tokens.css`. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 6,
  colors: { accent, gray, dark },
  white: '#ffffff',
  black: '#1a212c',
  fontFamily:
    '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '18px' },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  headings: { fontWeight: '600' },
  // By name, not by import: a dialog is no part of the first load because of its radius.
  components: {
    ActionIcon: {
      defaultProps: { variant: 'subtle', color: 'gray', size: 34 },
      vars: () => ({ root: { '--ai-color': 'var(--ink-2)' } }),
    },
    Button: { defaultProps: { size: 'sm' }, styles: { root: { fontWeight: 550 } } },
    Drawer: {
      defaultProps: { transitionProps: { duration: 120 } },
      styles: { title: { fontSize: 17, fontWeight: 620 } },
    },
    Loader: { defaultProps: { size: 'sm' } },
    Menu: {
      defaultProps: {
        shadow: 'md',
        position: 'bottom-end',
        transitionProps: { duration: 90 },
        // Something focusable that is no menu item breaks the role of the menu.
        withInitialFocusPlaceholder: false,
        // Inside the landmark that it was opened from.
        withinPortal: false,
      },
    },
    Modal: {
      defaultProps: { centered: true, radius: 'lg', transitionProps: { duration: 120 } },
      styles: { title: { fontSize: 17, fontWeight: 620 }, header: { minHeight: 56 } },
    },
  },
})

/** Mantine's own surfaces and texts take the colours of `tokens.css`. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-3)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-anchor': 'var(--accent-ink)',
    '--mantine-color-error': 'var(--bad)',
  },
  light: {},
  dark: {},
})
