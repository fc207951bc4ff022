import { circle, gradient, path, rect, svg, through, times } from './drawing.ts'

/** Bars stand for words. */
function words(x: number, y: number, widths: readonly number[], colour: string): string {
  return widths.map((width, row) => rect(x, y + row * 24, width, 11, 5.5, `fill="${colour}"`)).join('')
}

export function errorDialog(): string {
  const frame = `${rect(0, 0, 960, 600, 0, 'fill="#dfe5ec"')}${rect(40, 36, 880, 528, 12, 'fill="#fff" stroke="#c3ccd6"')}${path('M40 84 V48 a12 12 0 0 1 12 -12 H908 a12 12 0 0 1 12 12 V84 Z', 'fill="#26323f"')}`
  const dots = ['#ff6058', '#ffbd2e', '#28ca42'].map((colour, index) =>
    circle(66 + index * 24, 60, 7, `fill="${colour}"`),
  )
  const menu = `${rect(40, 84, 200, 480, 0, 'fill="#f3f6f9"')}${words(64, 116, [120, 96, 138, 84, 110], '#c9d3dd')}${rect(52, 104, 176, 34, 8, 'fill="#1a73e8" fill-opacity="0.12"')}`
  const behind = `${words(276, 116, [220, 380, 340], '#dde4eb')}${times(6, (slot) => rect(276 + slot * 102, 220, 84, 108, 10, 'fill="#eef2f6" stroke="#d3dbe3"')).join('')}${words(276, 364, [560, 520, 590, 300], '#e6ebf0')}`
  const veil = rect(40, 84, 880, 480, 0, 'fill="#16202b" fill-opacity="0.38"')
  const cross = path(
    'M340 274 l36 36 M376 274 l-36 36',
    'stroke="#fff" stroke-width="7" stroke-linecap="round"',
  )
  const dialog = `${rect(286, 216, 440, 220, 14, 'fill="#fff"')}${circle(358, 292, 40, 'fill="#d93025"')}${cross}${words(424, 262, [190], '#39434e')}${words(424, 296, [262, 236, 150], '#a9b4bf')}${rect(592, 386, 110, 34, 8, 'fill="#1a73e8"')}${rect(616, 399, 62, 9, 4, 'fill="#fff"')}${rect(470, 386, 106, 34, 8, 'fill="#fff" stroke="#c3ccd6"')}${rect(494, 399, 58, 9, 4, 'fill="#8592a0"')}`
  return svg(960, 600, `${frame}${dots.join('')}${menu}${behind}${veil}${dialog}`)
}

export function faceFrame(): string {
  const head = `${path('M180 640 C 190 520, 450 520, 460 640 Z', 'fill="#5c6f86"')}${rect(284, 470, 72, 90, 30, 'fill="#d9a989"')}<ellipse cx="320" cy="380" rx="104" ry="134" fill="#e6b999"/>${path('M214 370 C 206 220, 434 220, 426 370 C 410 300, 350 276, 320 286 C 280 276, 232 300, 214 370 Z', 'fill="#3d2b24"')}${circle(282, 380, 9, 'fill="#2b2320"')}${circle(358, 380, 9, 'fill="#2b2320"')}${path('M288 446 Q 320 468 352 446', 'fill="none" stroke="#a2644e" stroke-width="6" stroke-linecap="round"')}`
  const ring =
    '<ellipse cx="320" cy="390" rx="160" ry="206" fill="none" stroke="#fff" stroke-opacity="0.5" stroke-width="5" stroke-dasharray="16 12"/><ellipse cx="320" cy="390" rx="160" ry="206" fill="none" stroke="#ffb020" stroke-width="8" stroke-linecap="round" stroke-dasharray="420 800"/>'
  const phone = `${rect(0, 0, 640, 900, 0, 'fill="#eceff3"')}${rect(96, 30, 448, 840, 58, 'fill="#12161b"')}<clipPath id="screen">${rect(112, 46, 416, 808, 44, '')}</clipPath>`
  const screen = `${gradient('room', '#9fb4c8', '#4f6479')}<g clip-path="url(#screen)">${rect(112, 46, 416, 808, 0, 'fill="url(#room)"')}${head}${rect(112, 640, 416, 220, 0, 'fill="#12161b" fill-opacity="0.82"')}</g>${ring}`
  const foot = `${circle(180, 716, 20, 'fill="#ffb020"')}${path('M180 704 v14 M180 726 v1', 'stroke="#12161b" stroke-width="6" stroke-linecap="round"')}${words(220, 700, [230, 170], '#dfe6ee')}${rect(160, 776, 320, 46, 23, 'fill="#1a73e8"')}${rect(268, 793, 104, 12, 6, 'fill="#fff"')}${rect(270, 60, 100, 22, 11, 'fill="#12161b"')}`
  return svg(640, 900, `${phone}${screen}${foot}`)
}

export function rejectionChart(): string {
  const rows = times(5, (row) => path(`M90 ${90 + row * 84} H880`, 'stroke="#e3e8ee" stroke-width="2"'))
  const before = times(14, (week) => [100 + week * 58, 170 + 26 * Math.sin(week * 1.7) + week * 3] as const)
  const after = times(
    14,
    (week) =>
      [100 + week * 58, (week < 6 ? 182 : 182 + (week - 5) * 26) + 14 * Math.sin(week * 2.3)] as const,
  )
  const curve = (points: readonly (readonly [number, number])[], colour: string) =>
    `${path(through(points), `fill="none" stroke="${colour}" stroke-width="5" stroke-linejoin="round"`)}${points.map(([x, y]) => circle(x, y, 6, `fill="#fff" stroke="${colour}" stroke-width="3"`)).join('')}`
  const update = path('M419 70 V426', 'stroke="#8592a0" stroke-width="2" stroke-dasharray="7 7"')
  const legend = `${circle(110, 40, 8, 'fill="#b0bac5"')}${words(128, 35, [110], '#c6ced7')}${circle(290, 40, 8, 'fill="#1a73e8"')}${words(308, 35, [140], '#c6ced7')}`
  const weeks = times(14, (week) => rect(86 + week * 58, 448, 28, 9, 4, 'fill="#c6ced7"'))
  return svg(
    940,
    500,
    `${rect(0, 0, 940, 500, 0, 'fill="#fff"')}${rows.join('')}${update}${curve(before, '#b0bac5')}${curve(after, '#1a73e8')}${legend}${weeks.join('')}`,
  )
}
