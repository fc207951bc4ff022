/** So many are asked for at a time: others use the connection too. */
const AT_ONCE = 5

export interface Outcome<Item> {
  done: Item[]
  failed: { item: Item; error: unknown }[]
}

/** The same with each of many; one that fails keeps none of the others back. */
export async function doWithMany<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<unknown>,
): Promise<Outcome<Item>> {
  const waiting = [...items]
  const outcome: Outcome<Item> = { done: [], failed: [] }
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        await act(item)
        outcome.done.push(item)
      } catch (error) {
        outcome.failed.push({ item, error })
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return outcome
}
