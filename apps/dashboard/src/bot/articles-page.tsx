import './styles.ts'
import type { App, Article, ArticleImportReply } from '@biometrics/chat-protocol'
import { ActionIcon, Alert, Badge, Button, FileButton, TextInput } from '@mantine/core'
import {
  IconExternalLink,
  IconPencil,
  IconPlus,
  IconSearch,
  IconTrash,
  IconUpload,
} from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explain } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import { DeleteDialog } from '../settings/delete-dialog.tsx'
import { Loaded, PageHead } from '../settings/page.tsx'
import page from '../settings/page.module.css'
import { ArticleForm } from './article-form.tsx'
import classes from './bot.module.css'
import { ForApp } from './for-app.tsx'
import { articlesQuery } from './queries.ts'
import { Unanswered } from './unanswered.tsx'

export function ArticlesPage() {
  const { t } = useTranslation()
  return (
    <>
      <PageHead title={t('settings.articles')} text={t('articles.text')} />
      <ForApp>{(app) => <ArticlesOf app={app} />}</ForApp>
    </>
  )
}

type Open =
  | { name: 'none' }
  | { name: 'edit'; article: Article | null; question?: string }
  | { name: 'delete'; article: Article }

function ArticlesOf({ app }: { app: App }) {
  const { t } = useTranslation()
  const query = useQuery({ ...articlesQuery, select: (all) => all.filter(({ appId }) => appId === app.id) })
  const queryClient = useQueryClient()
  const [open, setOpen] = useState<Open>({ name: 'none' })
  const [search, setSearch] = useState('')
  const close = () => setOpen({ name: 'none' })
  const reload = () => {
    void queryClient.invalidateQueries(articlesQuery)
    void queryClient.invalidateQueries({ queryKey: ['bot', app.id] })
  }
  const fits = ({ title, questions }: Article) =>
    [title, ...questions].some((words) => words.toLowerCase().includes(search.trim().toLowerCase()))
  return (
    <>
      <div className={classes.tools} style={{ marginBottom: 16 }}>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen({ name: 'edit', article: null })}>
          {t('articles.new')}
        </Button>
        <Import app={app} onDone={reload} />
        <Button
          component="a"
          href={`/help/${app.appId}`}
          target="_blank"
          variant="subtle"
          rightSection={<IconExternalLink size={16} />}
        >
          {t('articles.helpPage')}
        </Button>
      </div>
      <Loaded query={query} empty={t('articles.empty')}>
        {(articles) => (
          <>
            {articles.length > 8 && (
              <TextInput
                aria-label={t('articles.search')}
                placeholder={t('articles.search')}
                leftSection={<IconSearch size={16} />}
                value={search}
                onChange={(event) => setSearch(event.currentTarget.value)}
                mb={12}
              />
            )}
            <ul className={page.list}>
              {articles.filter(fits).map((article) => (
                <li key={article.id} className={page.item}>
                  <div className={page.itemWords}>
                    <div className={page.itemTitle}>
                      {article.title}
                      {!article.isPublished && (
                        <Badge variant="light" color="gray" ms={8}>
                          {t('articles.draft')}
                        </Badge>
                      )}
                    </div>
                    <span className={page.itemText}>
                      {t('articles.questionCount', { count: article.questions.length })}
                    </span>
                  </div>
                  <ActionIcon
                    aria-label={t('common.editNamed', { name: article.title })}
                    onClick={() => setOpen({ name: 'edit', article })}
                  >
                    <IconPencil size={18} stroke={1.7} />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={t('common.deleteNamed', { name: article.title })}
                    onClick={() => setOpen({ name: 'delete', article })}
                  >
                    <IconTrash size={18} stroke={1.7} />
                  </ActionIcon>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
      <Unanswered
        app={app}
        articles={query.data ?? []}
        onWrite={(question) => setOpen({ name: 'edit', article: null, question })}
        onChanged={reload}
      />
      {open.name === 'edit' && (
        <ArticleForm
          app={app}
          article={open.article}
          question={open.question ?? null}
          onClose={close}
          onSaved={reload}
        />
      )}
      {open.name === 'delete' && (
        <DeleteDialog
          name={open.article.title}
          path={`/articles/${open.article.id}`}
          onClose={close}
          onDeleted={reload}
        />
      )}
    </>
  )
}

type Imported =
  | { name: 'none' }
  | { name: 'running' }
  | { name: 'done'; reply: ArticleImportReply }
  | { name: 'failed'; error: unknown }

function Import({ app, onDone }: { app: App; onDone: () => void }) {
  const { t } = useTranslation()
  const [state, setState] = useState<Imported>({ name: 'none' })
  const upload = async (files: File[]) => {
    if (files.length === 0) return
    setState({ name: 'running' })
    try {
      const texts = await Promise.all(
        files.map(async (file) => ({ name: file.name, text: await file.text() })),
      )
      const reply = await rest<ArticleImportReply>('POST', '/articles/import', {
        appId: app.id,
        files: texts,
      })
      setState({ name: 'done', reply })
      onDone()
    } catch (error) {
      setState({ name: 'failed', error })
    }
  }
  return (
    <>
      <FileButton
        multiple
        accept=".md,.markdown,.txt,.csv,.tsv,.html,.htm"
        onChange={(files) => void upload(files)}
      >
        {(props) => (
          <Button
            {...props}
            variant="default"
            leftSection={<IconUpload size={16} />}
            loading={state.name === 'running'}
          >
            {t('articles.import')}
          </Button>
        )}
      </FileButton>
      {state.name === 'failed' && (
        <Alert color="red" role="alert" w="100%">
          {explain(state.error, t)}
        </Alert>
      )}
      {state.name === 'done' && (
        <Alert
          color={state.reply.problems.length > 0 ? 'yellow' : 'green'}
          role="status"
          w="100%"
          withCloseButton
          closeButtonLabel={t('common.close')}
          onClose={() => setState({ name: 'none' })}
        >
          {t('articles.imported', { added: state.reply.added, changed: state.reply.changed })}
          {state.reply.problems.length > 0 && (
            <ul className={classes.problems}>
              {state.reply.problems.map(({ file, message }) => (
                <li key={file}>{`${file}: ${message}`}</li>
              ))}
            </ul>
          )}
        </Alert>
      )}
    </>
  )
}
