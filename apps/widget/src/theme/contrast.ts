type Rgb = readonly [number, number, number]

/** The channels of `#rgb` or `#rrggbb`, 0–255. */
export function parseColor(color: string): Rgb {
  const digits = color.length === 4 ? color.replace(/[\da-f]/gi, '$&$&') : color
  const value = Number.parseInt(digits.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** Relative luminance as WCAG 2 defines it: 0 is black, 1 is white. */
export function luminance(color: string): number {
  const [red, green, blue] = parseColor(color).map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return red * 0.2126 + green * 0.7152 + blue * 0.0722
}

/** White or near-black, whichever reads better on `background`; one of them always has 4.5:1. */
export function readableOn(background: string): string {
  return luminance(background) < 0.1833 ? '#ffffff' : '#050507'
}
