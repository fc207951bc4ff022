import { circle, gradient, path, rect, svg, through, times } from './drawing.ts'
import { ridges } from './patterns.ts'

const [WIDTH, HEIGHT] = [800, 560]

/** A device stands before a wall, on a table, with a shadow under it. */
function scene(wall: [string, string], table: string, device: string): string {
  const shadow =
    '<filter id="shadow" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="16"/></filter>'
  const defs = `<defs>${gradient('wall', ...wall)}${gradient('body', '#3b434e', '#171b21')}${gradient('pale', '#fdfdfd', '#d5dae0')}${gradient('glass', '#0d3b32', '#0a1f1c')}${shadow}</defs>`
  return svg(
    WIDTH,
    HEIGHT,
    `${defs}${rect(0, 0, WIDTH, HEIGHT, 0, 'fill="url(#wall)"')}${rect(0, 420, WIDTH, 140, 0, `fill="${table}"`)}${device}`,
  )
}

function shadow(x: number, y: number, rx: number): string {
  return `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="20" fill="#000" fill-opacity="0.35" filter="url(#shadow)"/>`
}

function readerBody(light: string): string {
  const window = `<clipPath id="window">${rect(312, 200, 176, 196, 26, '')}</clipPath>`
  const print = ridges(
    400,
    285,
    90,
    () => `stroke="${light}" stroke-opacity="0.6" stroke-width="3.5" stroke-dasharray="60 6"`,
  )
  return `${shadow(400, 470, 210)}${rect(230, 120, 340, 350, 56, 'fill="url(#body)"')}${rect(296, 184, 208, 228, 36, 'fill="#0b0e12"')}${rect(312, 200, 176, 196, 26, 'fill="url(#glass)"')}<defs>${window}</defs><g clip-path="url(#window)">${print}</g>${rect(360, 438, 80, 8, 4, `fill="${light}"`)}${path('M570 400 C 690 410, 640 520, 800 520', 'fill="none" stroke="#20252c" stroke-width="15"')}`
}

export function reader(): string {
  return scene(['#eef2f6', '#cdd7e1'], '#b9a98f', readerBody('#38d39f'))
}

export function crackedReader(): string {
  const from = [452, 240] as const
  const ends = [
    [316, 216],
    [330, 300],
    [318, 372],
    [390, 394],
    [470, 392],
    [486, 330],
    [486, 214],
    [402, 202],
  ] as const
  const cracks = ends.map((end, index) => {
    const middle = [
      (from[0] + end[0]) / 2 + (index % 2 ? 12 : -9),
      (from[1] + end[1]) / 2 + (index % 3 ? -10 : 13),
    ] as const
    return path(
      through([from, middle, end]),
      'fill="none" stroke="#e8f1f2" stroke-opacity="0.9" stroke-width="2.4"',
    )
  })
  const splinter = path(
    through([
      [420, 232],
      [436, 276],
      [478, 268],
      [470, 222],
    ]),
    'fill="none" stroke="#e8f1f2" stroke-width="1.8"',
  )
  return scene(
    ['#d9cfc4', '#a99a8b'],
    '#6f5d4b',
    `${readerBody('#e5594f')}${cracks.join('')}${splinter}${circle(from[0], from[1], 7, 'fill="#e8f1f2"')}`,
  )
}

/** The seven strokes of a digit on a display, by which of them shine. */
const STROKES = [
  [0, 0, 1, 0],
  [1, 0, 1, 1],
  [1, 1, 1, 2],
  [0, 2, 1, 2],
  [0, 1, 0, 2],
  [0, 0, 0, 1],
  [0, 1, 1, 1],
] as const
const SHINING = { E: [0, 3, 4, 5, 6], four: [1, 2, 5, 6], one: [1, 2] } as const

function digit(figure: keyof typeof SHINING, left: number, top: number): string {
  const shining: readonly number[] = SHINING[figure]
  return STROKES.map(([x1, y1, x2, y2], index) => {
    const ends = [
      [left + x1 * 46, top + y1 * 46],
      [left + x2 * 46, top + y2 * 46],
    ] as const
    const colour = shining.includes(index) ? '#ff6b5e' : '#2a1d1f'
    return path(through(ends), `stroke="${colour}" stroke-width="9" stroke-linecap="round"`)
  }).join('')
}

export function terminal(): string {
  const keys = times(12, (key) => {
    const [x, y] = [318 + (key % 3) * 56, 292 + Math.floor(key / 3) * 40]
    return rect(x, y, 44, 28, 8, 'fill="#4a525d"')
  })
  const body = `${shadow(400, 500, 150)}${rect(270, 60, 260, 440, 30, 'fill="url(#body)"')}${rect(294, 88, 212, 150, 14, 'fill="#140d0f"')}${digit('E', 318, 116)}${digit('four', 382, 116)}${digit('one', 432, 116)}${circle(400, 264, 7, 'fill="#ff6b5e"')}${keys.join('')}${rect(350, 466, 100, 10, 5, 'fill="#0b0e12"')}`
  return scene(['#f3efe9', '#dcd4c8'], '#dcd4c8', body)
}

export function enrolmentStation(): string {
  const face = `${circle(400, 190, 34, 'fill="#7aa2c4"')}${path('M336 290 C 340 236, 460 236, 464 290 Z', 'fill="#7aa2c4"')}`
  const screen = `${rect(250, 70, 300, 250, 18, 'fill="url(#body)"')}${rect(266, 98, 268, 206, 8, 'fill="#e6f0f8"')}${circle(400, 84, 6, 'fill="#7f8b99"')}${face}<ellipse cx="400" cy="214" rx="96" ry="84" fill="none" stroke="#1a73e8" stroke-width="3" stroke-dasharray="12 8"/>`
  const stand = `${rect(380, 320, 40, 90, 0, 'fill="#2a3038"')}${rect(290, 404, 220, 56, 18, 'fill="url(#pale)"')}${rect(356, 416, 88, 26, 10, 'fill="#0d3b32"')}${rect(378, 448, 44, 4, 2, 'fill="#38d39f"')}`
  return scene(['#e7eef7', '#bdd0e6'], '#c9bda7', `${shadow(400, 466, 150)}${screen}${stand}`)
}

export function irisCamera(): string {
  const lens = (x: number) =>
    `${circle(x, 230, 66, 'fill="#0b0e12"')}${circle(x, 230, 50, 'fill="#16202c"')}${circle(x, 230, 30, 'fill="#274a63"')}${circle(x - 14, 214, 9, 'fill="#fff" fill-opacity="0.7"')}`
  const lamps = times(7, (lamp) =>
    circle(304 + lamp * 32, 336, 6, `fill="${lamp % 2 ? '#8a2f3a' : '#c24a52'}"`),
  )
  const body = `${shadow(400, 460, 190)}${rect(210, 130, 380, 240, 60, 'fill="url(#pale)"')}${lens(310)}${lens(490)}${lamps.join('')}${rect(384, 370, 32, 70, 0, 'fill="#aeb6bf"')}${rect(300, 432, 200, 24, 12, 'fill="#8f99a5"')}`
  return scene(['#f2eef7', '#cfc6e0'], '#b7aec6', body)
}
