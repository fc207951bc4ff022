import {
  macro,
  macroChange,
  newMacro,
  newSavedView,
  savedView,
  savedViewChange,
} from '@biometrics/chat-protocol'
import { macros, savedViews } from '../../desk/manage-desk.ts'
import type { Services } from '../../services.ts'
import { resource } from './resource.ts'
import type { Routes } from './routes.ts'

/** What each of the team keeps for their work, and admins for everybody. */
export function deskRoutes(routes: Routes, services: Services): void {
  resource(routes, services, {
    path: '/saved-views',
    tag: 'Saved views',
    one: savedView,
    create: newSavedView,
    change: savedViewChange,
    read: 'people',
    write: 'people',
    list: (after, limit, session) => savedViews.list(services, session, after, limit),
    get: (id, session) => savedViews.get(services, session, id),
    add: (body, session) => savedViews.add(services, session, body),
    edit: (session, id, body) => savedViews.edit(services, session, id, body),
    remove: (session, id) => savedViews.remove(services, session, id),
  })
  resource(routes, services, {
    path: '/macros',
    tag: 'Macros',
    one: macro,
    create: newMacro,
    change: macroChange,
    read: 'people',
    write: 'people',
    list: (after, limit, session) => macros.list(services, session, after, limit),
    get: (id, session) => macros.get(services, session, id),
    add: (body, session) => macros.add(services, session, body),
    edit: (session, id, body) => macros.edit(services, session, id, body),
    remove: (session, id) => macros.remove(services, session, id),
  })
}
