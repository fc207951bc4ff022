import type { Visitor } from '@biometrics/chat-protocol'
import type { TFunction } from 'i18next'

/** The visitor's name, or the end of their id: the part of a UUIDv7 that differs between neighbours. */
export function visitorName(visitor: Pick<Visitor, 'id' | 'name'>, t: TFunction): string {
  return visitor.name?.trim() || t('visitor.unnamed', { id: visitor.id.slice(-4) })
}
