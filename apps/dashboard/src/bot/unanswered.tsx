import type { App, Article, UnansweredGroup } from '@biometrics/chat-protocol'
import { Button, Menu } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { rest } from '../session/rest.ts'
import page from '../settings/page.module.css'
import classes from './bot.module.css'
import { LoadedOne } from './loaded-one.tsx'
import { unansweredQuery } from './queries.ts'

interface Props {
  app: App
  articles: Article[]
  /** A new article for a question. */
  onWrite: (question: string) => void
  onChanged: () => void
}

/** What visitors asked without a sure answer; each is one press away from being learned. */
export function Unanswered({ app, articles, onWrite, onChanged }: Props) {
  const { t } = useTranslation()
  const query = useQuery(unansweredQuery(app))
  const queryClient = useQueryClient()
  const dismiss = async ({ ids }: UnansweredGroup) => {
    await rest('POST', `/apps/${app.id}/bot/unanswered/dismiss`, { ids })
    await queryClient.invalidateQueries(unansweredQuery(app))
  }
  const teach = async (group: UnansweredGroup, article: Article) => {
    const questions = [...new Set([...article.questions, ...group.questions])]
    await rest('PATCH', `/articles/${article.id}`, { questions })
    await dismiss(group)
    onChanged()
  }
  return (
    <section className={page.section} style={{ marginTop: 28 }} aria-label={t('unanswered.title')}>
      <h3>{t('unanswered.title')}</h3>
      <p>{t('unanswered.text')}</p>
      <LoadedOne query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={page.empty}>{t('unanswered.empty')}</p>
          ) : (
            <ul className={classes.questions}>
              {items.map((group) => (
                <li key={group.ids[0]} className={classes.question}>
                  <div>
                    <div className={classes.doorTitle}>{group.question}</div>
                    <span className={classes.soft}>{t('unanswered.asked', { count: group.count })}</span>
                  </div>
                  <div className={classes.tools}>
                    <Menu position="bottom-end" withinPortal>
                      <Menu.Target>
                        <Button size="compact-sm" variant="default" disabled={articles.length === 0}>
                          {t('unanswered.teach')}
                        </Button>
                      </Menu.Target>
                      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
                        {guessFirst(articles, group.articleId).map((article) => (
                          <Menu.Item key={article.id} onClick={() => void teach(group, article)}>
                            {article.title}
                          </Menu.Item>
                        ))}
                      </Menu.Dropdown>
                    </Menu>
                    <Button size="compact-sm" variant="default" onClick={() => onWrite(group.question)}>
                      {t('unanswered.write')}
                    </Button>
                    <Button size="compact-sm" variant="subtle" onClick={() => void dismiss(group)}>
                      {t('unanswered.dismiss')}
                    </Button>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </LoadedOne>
    </section>
  )
}

function guessFirst(articles: Article[], guess: string | null): Article[] {
  return [...articles.filter(({ id }) => id === guess), ...articles.filter(({ id }) => id !== guess)]
}
