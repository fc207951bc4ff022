import type { Database } from '../../database/database.ts'
import type { Classifier } from '../classifier/classifier.ts'
import { decodeClassifier } from '../classifier/encode-classifier.ts'
import { findModel, findModelId } from './model-store.ts'

/** Models of this many apps are kept in memory. */
const KEPT = 20

export interface Models {
  /** The app's classifier as it is stored now; null where none was trained. */
  of(appUuid: string): Promise<Classifier | null>
}

export function createModels({ query }: Pick<Database, 'query'>): Models {
  const kept = new Map<string, { id: string; classifier: Classifier }>()

  return {
    async of(appUuid) {
      const id = await findModelId(query, appUuid)
      if (id === null) return null
      const known = kept.get(appUuid)
      kept.delete(appUuid)
      const model = known?.id === id ? known : await read(appUuid)
      if (model === null) return null
      kept.set(appUuid, model)
      const [oldest] = kept.keys()
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
      return model.classifier
    },
  }

  async function read(appUuid: string) {
    const stored = await findModel(query, appUuid)
    return stored ? { id: stored.id, classifier: decodeClassifier(stored.model) } : null
  }
}
