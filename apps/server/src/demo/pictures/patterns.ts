import { circle, gradient, path, rect, svg, through, times } from './drawing.ts'

const RIDGE = 11

/** Ridges around a core: ovals that bend more the lower they run, cut by the outline of a fingertip. */
export function ridges(x: number, y: number, width: number, rest: (ridge: number) => string): string {
  const count = Math.ceil(width / RIDGE)
  return times(count, (ridge) => {
    const radius = 5 + ridge * RIDGE
    const points = times(97, (step) => {
      const angle = (step / 96) * 2 * Math.PI
      const wave = 1 + 0.05 * Math.sin(3 * angle + ridge * 0.35) + 0.03 * Math.sin(7 * angle - ridge * 0.2)
      const below = Math.sin(angle) > 0 ? 1.55 : 1.05
      const lean = ridge * 1.4 * Math.sin(angle) ** 2
      return [
        x + radius * wave * Math.cos(angle) + lean,
        y + radius * wave * below * Math.sin(angle),
      ] as const
    })
    return path(through(points), `fill="none" stroke-linecap="round" ${rest(ridge)}`)
  }).join('')
}

const TIP = '<clipPath id="tip"><ellipse cx="320" cy="330" rx="200" ry="262"/></clipPath>'

export function finger(): string {
  const ink = (ridge: number) =>
    `stroke="#1f2d3d" stroke-width="5.4" stroke-dasharray="${90 + ((ridge * 37) % 130)} 7 ${40 + ((ridge * 53) % 90)} 6"`
  return svg(
    640,
    660,
    `<defs>${TIP}</defs>${rect(0, 0, 640, 660, 0, 'fill="#f4f6f8"')}<g clip-path="url(#tip)">${ridges(318, 300, 420, ink)}</g>`,
  )
}

export function dryFinger(): string {
  const ink = (ridge: number) =>
    `stroke="#6b7684" stroke-opacity="0.7" stroke-width="3.4" stroke-dasharray="${8 + ((ridge * 7) % 15)} ${9 + ((ridge * 5) % 12)}"`
  const patches = times(9, (index) => {
    const x = 190 + ((index * 97) % 260)
    const y = 130 + ((index * 151) % 400)
    return `<ellipse cx="${x}" cy="${y}" rx="${30 + ((index * 13) % 34)}" ry="${20 + ((index * 17) % 30)}" fill="#f4f6f8" filter="url(#soft)"/>`
  })
  const soft = '<filter id="soft"><feGaussianBlur stdDeviation="9"/></filter>'
  return svg(
    640,
    660,
    `<defs>${TIP}${soft}</defs>${rect(0, 0, 640, 660, 0, 'fill="#f4f6f8"')}<g clip-path="url(#tip)">${ridges(318, 300, 420, ink)}${patches.join('')}</g>`,
  )
}

export function iris(): string {
  const fibres = times(260, (index) => {
    const angle = (index / 260) * 2 * Math.PI
    const inner = 78 + ((index * 29) % 17)
    const outer = 196 - ((index * 41) % 46)
    const bend = 0.05 * Math.sin(index)
    const from = [360 + inner * Math.cos(angle), 270 + inner * Math.sin(angle)] as const
    const to = [360 + outer * Math.cos(angle + bend), 270 + outer * Math.sin(angle + bend)] as const
    const colour = ['#c9dfe3', '#8fb7bf', '#e0cfa6', '#5d929c'][index % 4]
    return path(through([from, to]), `stroke="${colour}" stroke-width="1.6" stroke-opacity="0.75"`)
  })
  const marks = times(24, (index) => {
    const angle = (index / 24) * 2 * Math.PI
    const [dx, dy] = [Math.cos(angle), Math.sin(angle)]
    const ends = [
      [360 + 216 * dx, 270 + 216 * dy],
      [360 + (index % 6 === 0 ? 246 : 230) * dx, 270 + (index % 6 === 0 ? 246 : 230) * dy],
    ] as const
    return path(through(ends), 'stroke="#38d39f" stroke-width="3"')
  })
  return svg(
    720,
    540,
    `<defs>${gradient('lid', '#3a2f2b', '#191514')}</defs>${rect(0, 0, 720, 540, 0, 'fill="url(#lid)"')}<ellipse cx="360" cy="270" rx="330" ry="222" fill="#e9e6e3"/>${circle(360, 270, 204, 'fill="#1f4d57"')}${fibres.join('')}${circle(360, 270, 80, 'fill="#0b0c0e"')}${circle(330, 236, 19, 'fill="#fff" fill-opacity="0.9"')}${circle(392, 306, 8, 'fill="#fff" fill-opacity="0.5"')}${circle(360, 270, 210, 'fill="none" stroke="#38d39f" stroke-width="2"')}${marks.join('')}`,
  )
}
