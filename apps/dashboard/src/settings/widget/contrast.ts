/** Relative luminance as WCAG 2 defines it; of `#rgb` or `#rrggbb`. */
function luminance(color: string): number {
  const digits = color.length === 4 ? color.replace(/[\da-f]/gi, '$&$&') : color
  const value = Number.parseInt(digits.slice(1), 16)
  const [red, green, blue] = [value >> 16, (value >> 8) & 255, value & 255].map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return red * 0.2126 + green * 0.7152 + blue * 0.0722
}

/** From 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

export const isColor = (text: string) => /^#([\da-f]{3}|[\da-f]{6})$/i.test(text)

/** What the chat makes of a colour: which letters it puts on it, and whether it can be seen on a white page at all. */
export function judge(color: string): { text: 'white' | 'black'; ratio: number; isFaint: boolean } {
  const [white, black] = [contrast(color, '#ffffff'), contrast(color, '#050507')]
  const text = white >= 4.5 || white > black ? 'white' : 'black'
  return { text, ratio: text === 'white' ? white : black, isFaint: white < 3 }
}
