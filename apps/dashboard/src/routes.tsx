import type { InboxView } from '@biometrics/chat-client'
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { NothingOpen } from './conversation/nothing-open.tsx'
import { ThreadBones } from './conversation/thread-bones.tsx'
import { withTexts } from './i18n/i18n.ts'
import { InboxScreen } from './inbox/inbox-screen.tsx'
import { DEFAULT_VIEW, isView } from './inbox/views.ts'
import type { Session } from './session/session.ts'
import { supervises } from './session/supervises.ts'
import { Failure, NotFound, Starting } from './shell/failure.tsx'
import { Shell } from './shell/shell.tsx'

export interface RouterContext {
  session: Session
  queryClient: QueryClient
}

const root = createRootRouteWithContext<RouterContext>()({ notFoundComponent: NotFound })

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search): { token?: string } =>
    typeof search.token === 'string' ? { token: search.token } : {},
  component: lazyRouteComponent(() => import('./set-up/set-up-screen.tsx'), 'SetUpScreen'),
})

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search): { to?: string; failed?: string } => ({
    ...(isLocalPath(search.to) && { to: search.to }),
    ...(typeof search.failed === 'string' && { failed: search.failed }),
  }),
  component: lazyRouteComponent(
    () => withTexts('security', import('./sign-in/sign-in-screen.tsx')),
    'SignInScreen',
  ),
})

const forgotten = createRoute({
  getParentRoute: () => root,
  path: '/forgotten',
  component: lazyRouteComponent(
    () => withTexts('security', import('./sign-in/forgotten-screen.tsx')),
    'ForgottenScreen',
  ),
})
const choosePassword = createRoute({
  getParentRoute: () => root,
  path: '/password',
  component: lazyRouteComponent(
    () => withTexts('security', import('./sign-in/choose-password-screen.tsx')),
    'ChoosePasswordScreen',
  ),
})
const secondFactor = createRoute({
  getParentRoute: () => root,
  path: '/second-factor',
  component: lazyRouteComponent(
    () => withTexts('security', import('./security/second-factor-screen.tsx')),
    'SecondFactorScreen',
  ),
})

/** Everything behind the sign-in. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const current = await context.session.resume()
    if (context.session.secondFactorMissing) throw redirect({ to: '/second-factor' })
    if (!current) throw redirect({ to: '/login', search: location.href === '/' ? {} : { to: location.href } })
    return { signedIn: current }
  },
  component: Shell,
})

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox/$view', params: { view: DEFAULT_VIEW }, replace: true })
  },
})

const inbox = createRoute({ getParentRoute: () => signedIn, id: 'inbox', component: InboxScreen })

const view = createRoute({
  getParentRoute: () => inbox,
  path: '/inbox/$view',
  beforeLoad: ({ params }) => {
    if (!isView(params.view)) throw redirect({ to: '/inbox/$view', params: { view: DEFAULT_VIEW } })
  },
  component: NothingOpen,
})

const loadConversation = () => import('./conversation/conversation-pane.tsx')

const conversation = createRoute({
  getParentRoute: () => inbox,
  path: '/conversations/$conversationId',
  validateSearch: (search): { view: InboxView; at?: number } => ({
    view: isView(search.view) ? search.view : DEFAULT_VIEW,
    // The message that somebody looked for.
    ...(Number.isSafeInteger(search.at) && { at: Number(search.at) }),
  }),
  component: lazyRouteComponent(loadConversation, 'ConversationPane'),
  pendingComponent: ThreadBones,
})

const search = createRoute({
  getParentRoute: () => signedIn,
  path: '/search',
  validateSearch: ({ q }): { q?: string } =>
    typeof q === 'string' || typeof q === 'number' ? { q: String(q) } : {},
  component: lazyRouteComponent(
    () => withTexts('desk', import('./search/search-screen.tsx')),
    'SearchScreen',
  ),
})

const mentions = createRoute({
  getParentRoute: () => signedIn,
  path: '/mentions',
  component: lazyRouteComponent(
    () => withTexts('desk', import('./mentions/mentions-screen.tsx')),
    'MentionsScreen',
  ),
})

const visitors = createRoute({
  getParentRoute: () => signedIn,
  path: '/visitors',
  component: lazyRouteComponent(
    () => withTexts('desk', import('./visitors/visitors-screen.tsx')),
    'VisitorsScreen',
  ),
})

const board = createRoute({
  getParentRoute: () => signedIn,
  path: '/board',
  beforeLoad: ({ context }) => {
    if (!supervises(context.signedIn.agent.role)) throw redirect({ to: '/', replace: true })
  },
  component: lazyRouteComponent(() => import('./board/board-screen.tsx'), 'BoardScreen'),
})

const figures = createRoute({
  getParentRoute: () => signedIn,
  path: '/figures',
  component: lazyRouteComponent(() => import('./figures/figures-screen.tsx'), 'FiguresScreen'),
})
const figuresHome = createRoute({
  getParentRoute: () => figures,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/figures/live', replace: true })
  },
})
const live = createRoute({
  getParentRoute: () => figures,
  path: '/live',
  component: lazyRouteComponent(() => import('./figures/live-page.tsx'), 'LivePage'),
})
const reports = createRoute({
  getParentRoute: () => figures,
  path: '/reports',
  component: lazyRouteComponent(() => import('./figures/reports-page.tsx'), 'ReportsPage'),
})
const staffing = createRoute({
  getParentRoute: () => figures,
  path: '/staffing',
  component: lazyRouteComponent(() => import('./figures/staffing-page.tsx'), 'StaffingPage'),
})
const ratings = createRoute({
  getParentRoute: () => figures,
  path: '/ratings',
  component: lazyRouteComponent(() => import('./figures/ratings-page.tsx'), 'RatingsPage'),
})

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  component: lazyRouteComponent(
    () => withTexts('settings', import('./settings/settings-screen.tsx')),
    'SettingsScreen',
  ),
})

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/profile', replace: true })
  },
})
const profile = createRoute({
  getParentRoute: () => settings,
  path: '/profile',
  component: lazyRouteComponent(() => import('./settings/profile-page.tsx'), 'ProfilePage'),
})
const security = createRoute({
  getParentRoute: () => settings,
  path: '/security',
  component: lazyRouteComponent(
    () => withTexts('security', import('./security/security-page.tsx')),
    'SecurityPage',
  ),
})
const apiKeys = createRoute({
  getParentRoute: () => settings,
  path: '/api-keys',
  component: lazyRouteComponent(
    () => withTexts('security', import('./security/api-keys-page.tsx')),
    'ApiKeysPage',
  ),
})
const webhooks = createRoute({
  getParentRoute: () => settings,
  path: '/webhooks',
  component: lazyRouteComponent(
    () => withTexts('security', import('./security/webhooks-page.tsx')),
    'WebhooksPage',
  ),
})
const audit = createRoute({
  getParentRoute: () => settings,
  path: '/audit',
  component: lazyRouteComponent(
    () => withTexts('security', import('./security/audit-page.tsx')),
    'AuditPage',
  ),
})
const privacy = createRoute({
  getParentRoute: () => settings,
  path: '/privacy',
  component: lazyRouteComponent(
    () => withTexts('security', import('./security/people-page.tsx')),
    'PeoplePage',
  ),
})
const notices = createRoute({
  getParentRoute: () => settings,
  path: '/notices',
  component: lazyRouteComponent(() => import('./settings/notices-page.tsx'), 'NoticesPage'),
})
const cannedResponses = createRoute({
  getParentRoute: () => settings,
  path: '/canned-responses',
  component: lazyRouteComponent(() => import('./settings/canned-responses-page.tsx'), 'CannedResponsesPage'),
})
const tags = createRoute({
  getParentRoute: () => settings,
  path: '/tags',
  component: lazyRouteComponent(() => withTexts('desk', import('./tags/tags-page.tsx')), 'TagsPage'),
})
const macros = createRoute({
  getParentRoute: () => settings,
  path: '/macros',
  component: lazyRouteComponent(() => withTexts('desk', import('./macros/macros-page.tsx')), 'MacrosPage'),
})
const team = createRoute({
  getParentRoute: () => settings,
  path: '/team',
  component: lazyRouteComponent(() => import('./settings/team-page.tsx'), 'TeamPage'),
})
const calendars = createRoute({
  getParentRoute: () => settings,
  path: '/calendars',
  component: lazyRouteComponent(() => import('./settings/calendars/calendars-page.tsx'), 'CalendarsPage'),
})
const calendar = createRoute({
  getParentRoute: () => settings,
  path: '/calendars/$calendarId',
  component: lazyRouteComponent(() => import('./settings/calendars/calendar-page.tsx'), 'CalendarPage'),
})
const groups = createRoute({
  getParentRoute: () => settings,
  path: '/groups',
  component: lazyRouteComponent(() => import('./settings/groups-page.tsx'), 'GroupsPage'),
})
const group = createRoute({
  getParentRoute: () => settings,
  path: '/groups/$groupId',
  component: lazyRouteComponent(() => import('./settings/group-page.tsx'), 'GroupPage'),
})
const presence = createRoute({
  getParentRoute: () => settings,
  path: '/presence',
  component: lazyRouteComponent(() => import('./settings/presence-page.tsx'), 'PresencePage'),
})
const bot = createRoute({
  getParentRoute: () => settings,
  path: '/bot',
  component: lazyRouteComponent(() => withTexts('bot', import('./bot/bot-page.tsx')), 'BotPage'),
})
const articles = createRoute({
  getParentRoute: () => settings,
  path: '/articles',
  component: lazyRouteComponent(() => withTexts('bot', import('./bot/articles-page.tsx')), 'ArticlesPage'),
})
const botFlow = createRoute({
  getParentRoute: () => signedIn,
  path: '/bot-flow/$appId',
  component: lazyRouteComponent(() => withTexts('bot', import('./bot/flow/flow-screen.tsx')), 'FlowScreen'),
})
const widget = createRoute({
  getParentRoute: () => settings,
  path: '/widget',
  component: lazyRouteComponent(
    () => withTexts('widget', import('./settings/widget/widget-page.tsx')),
    'WidgetPage',
  ),
})
const app = createRoute({
  getParentRoute: () => settings,
  path: '/app',
  component: lazyRouteComponent(() => import('./settings/app-page.tsx'), 'AppPage'),
})

const routeTree = root.addChildren([
  setUp,
  login,
  forgotten,
  choosePassword,
  secondFactor,
  signedIn.addChildren([
    home,
    inbox.addChildren([view, conversation]),
    search,
    mentions,
    visitors,
    board,
    figures.addChildren([figuresHome, live, reports, staffing, ratings]),
    settings.addChildren([
      settingsHome,
      profile,
      security,
      apiKeys,
      webhooks,
      audit,
      privacy,
      notices,
      cannedResponses,
      macros,
      tags,
      team,
      groups,
      group,
      calendars,
      calendar,
      presence,
      bot,
      articles,
      widget,
      app,
    ]),
    botFlow,
  ]),
])

export function createAppRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    defaultPreload: 'intent',
    defaultErrorComponent: Failure,
    defaultPendingComponent: Starting,
  })
}

/** The list is there first; what a conversation needs comes while the agent chooses one. */
export function loadAhead(): void {
  const load = () => {
    const parts = [loadConversation(), import('./commands/palette.tsx')]
    Promise.all(parts).catch(() => undefined)
  }
  if (typeof requestIdleCallback === 'function') requestIdleCallback(load, { timeout: 5_000 })
  else setTimeout(load, 1_000)
}

/** Only our own pages: `//elsewhere.example` would leave the dashboard after the sign-in. */
function isLocalPath(value: unknown): value is string {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value)
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
