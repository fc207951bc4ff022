/** A picture of this size in user units. */
export function svg(width: number, height: number, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`
}

export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
  rest: string,
): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" ${rest}/>`
}

export function circle(x: number, y: number, radius: number, rest: string): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" ${rest}/>`
}

export function path(d: string, rest: string): string {
  return `<path d="${d}" ${rest}/>`
}

/** From corner to corner, top left to bottom right. */
export function gradient(id: string, from: string, to: string): string {
  return `<linearGradient id="${id}" x1="0" y1="0" x2="1" y2="1"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`
}

/** A line through points. */
export function through(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
}

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}
