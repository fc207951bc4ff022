/**
 * Arrays as PostgreSQL sends and reads them in its binary format (`array_recv` in its arrayfuncs.c). The driver writes them as
 * text, looking at every value, and PostgreSQL reads that letter by letter; where thousands a second are sent, both are felt.
 */

/** Of the types as PostgreSQL numbers them (`pg_type.dat`). */
const INT4 = 23
const TEXT = 25
const FLOAT8 = 701
const UUID = 2950

const INT_BYTES = 4
/** Dimensions, whether there are nulls, the type; then the size of the one dimension and its first subscript. */
const HEAD_BYTES = 5 * INT_BYTES
const NULL_LENGTH = -1
/** What UTF-8 makes of one unit of UTF-16, at most. */
const BYTES_PER_UNIT = 3

export function int4Array<Item>(items: readonly Item[], valueOf: (item: Item) => number | null): Buffer {
  return numbers(INT4, INT_BYTES, items, valueOf, (buffer, value, at) => buffer.writeInt32BE(value, at))
}

export function float8Array<Item>(items: readonly Item[], valueOf: (item: Item) => number | null): Buffer {
  return numbers(FLOAT8, 8, items, valueOf, (buffer, value, at) => buffer.writeDoubleBE(value, at))
}

/** The ids must be ids: lower case, with their hyphens. */
export function uuidArray<Item>(items: readonly Item[], valueOf: (item: Item) => string | null): Buffer {
  return numbers(UUID, 16, items, valueOf, writeUuid)
}

export function textArray<Item>(items: readonly Item[], valueOf: (item: Item) => string | null): Buffer {
  const most = items.reduce((sum, item) => sum + INT_BYTES + (valueOf(item)?.length ?? 0) * BYTES_PER_UNIT, 0)
  const buffer = startArray(TEXT, items.length, most)
  let at = HEAD_BYTES
  for (const item of items) {
    const value = valueOf(item)
    const length = value === null ? NULL_LENGTH : buffer.write(value, at + INT_BYTES)
    at = buffer.writeInt32BE(length, at) + Math.max(length, 0)
  }
  return buffer.subarray(0, at)
}

function numbers<Item, Value>(
  type: number,
  bytes: number,
  items: readonly Item[],
  valueOf: (item: Item) => Value | null,
  write: (buffer: Buffer, value: Value, at: number) => number,
): Buffer {
  const buffer = startArray(type, items.length, items.length * (INT_BYTES + bytes))
  let at = HEAD_BYTES
  for (const item of items) {
    const value = valueOf(item)
    if (value === null) at = buffer.writeInt32BE(NULL_LENGTH, at)
    else at = write(buffer, value, buffer.writeInt32BE(bytes, at))
  }
  return buffer.subarray(0, at)
}

function startArray(type: number, size: number, mostBytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(HEAD_BYTES + mostBytes)
  const mayHoldNulls = 1
  for (const [index, part] of [1, mayHoldNulls, type, size, 1].entries()) {
    buffer.writeInt32BE(part, index * INT_BYTES)
  }
  return buffer
}

/** Each byte of an id has two digits, of which the first stands here. */
const PLACES = Array.from('00000000-0000-0000-0000-000000000000'.matchAll(/00/g), ({ index }) => index)
const HEX = new Uint8Array(128)
for (let digit = 0; digit < 16; digit++) HEX[digit.toString(16).charCodeAt(0)] = digit
/** A letter of a buffer is found at once, one of a string after some questions. */
const letters = Buffer.alloc(36)

function writeUuid(buffer: Buffer, id: string, at: number): number {
  letters.write(id, 'latin1')
  PLACES.forEach((place, index) => {
    buffer[at + index] = (hexAt(place) << 4) | hexAt(place + 1)
  })
  return at + PLACES.length
}

function hexAt(place: number): number {
  return HEX[letters[place] as number] as number
}
