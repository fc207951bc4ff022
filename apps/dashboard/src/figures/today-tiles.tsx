import type { LiveMetrics, Tile, Tiles } from '@biometrics/chat-protocol'
import { notifications } from '@mantine/notifications'
import { IconArrowDownRight, IconArrowUpRight, IconEqual } from '@tabler/icons-react'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { rest } from '../session/rest.ts'
import classes from './figures.module.css'
import { number, ownZone, showOf } from './numbers.ts'
import { type Texts, useTexts } from './use-texts.ts'

/** The day's figures move slowly: a change is reason to ask again, but not more often than this. */
const APART_MS = 10_000

export function TodayTiles({ groupId, live }: { groupId: string | null; live: LiveMetrics | null }) {
  const t = useTexts()
  const client = useQueryClient()
  const key = ['figures', 'today', groupId]
  const { data, dataUpdatedAt } = useQuery({
    queryKey: key,
    queryFn: () =>
      rest<Tiles>(
        'GET',
        `/reports/today?${new URLSearchParams({ timeZone: ownZone(), ...(groupId && { groupId }) })}`,
      ),
    placeholderData: keepPreviousData,
  })
  const updatedAt = useRef(0)
  useEffect(() => {
    updatedAt.current = dataUpdatedAt
  }, [dataUpdatedAt])
  // When the live figures change; not when the answer to that has come.
  useEffect(() => {
    if (live === null || updatedAt.current === 0) return
    const wait = Math.max(0, updatedAt.current + APART_MS - Date.now())
    const timer = setTimeout(() => void client.invalidateQueries({ queryKey: ['figures', 'today'] }), wait)
    return () => clearTimeout(timer)
  }, [live, client])
  useBreaches(groupId, data?.tiles)
  if (!data) return null
  return (
    <section aria-labelledby="figures-today">
      <h2 className={classes.panelTitle} id="figures-today">
        {t('today.title')}
      </h2>
      <p className={classes.note}>{t('today.text')}</p>
      <ul className={classes.tiles}>
        {data.tiles.map((tile) => (
          <OneTile key={tile.figure} tile={tile} />
        ))}
      </ul>
    </section>
  )
}

/** A figure that misses its target while one looks is said aloud, once. */
function useBreaches(groupId: string | null, tiles: readonly Tile[] | undefined): void {
  const t = useTexts()
  const known = useRef<{ groupId: string | null; missed: ReadonlySet<string> } | null>(null)
  useEffect(() => {
    if (!tiles) return
    const missed = new Set(tiles.filter(({ isMissed }) => isMissed).map(({ figure }) => figure))
    const before = known.current?.groupId === groupId ? known.current.missed : missed
    known.current = { groupId, missed }
    for (const { figure, value } of tiles) {
      if (!missed.has(figure) || before.has(figure)) continue
      const words = { figure: t(`figure.${figure}`), value: showOf(figure, value, t) }
      notifications.show({ color: 'red', message: t('targets.breach', words) })
    }
  }, [groupId, tiles, t])
}

function OneTile({ tile }: { tile: Tile }) {
  const t = useTexts()
  const { figure, value, n, median, p90, isMissed } = tile
  const show = (amount: number | null) => showOf(figure, amount, t)
  const state = value === null ? 'unknown' : isMissed ? 'missed' : 'met'
  return (
    <li className={classes.tile} data-state={state}>
      <span className={classes.tileHead}>
        <span className={classes.cardLabel}>{t(`figure.${figure}`)}</span>
        <span className={classes.badge}>{t(`today.${state}`)}</span>
      </span>
      <span className={classes.tileValue}>{show(value)}</span>
      <span className={classes.cardText}>
        <span>{targetOf(tile, t)}</span>
        <span>
          {median === null
            ? `${t('part.n')} ${number(n)}`
            : t('live.spread', { median: show(median), p90: show(p90), n: number(n) })}
        </span>
        <Trend tile={tile} show={show} />
      </span>
    </li>
  )
}

function Trend({ tile, show }: { tile: Tile; show: (value: number | null) => string }) {
  const t = useTexts()
  const { trend, lastWeek, value } = tile
  if (trend === 'unknown') return lastWeek.n === 0 ? <span>{t('today.noLastWeek')}</span> : null
  const Icon =
    trend === 'same'
      ? IconEqual
      : (value ?? 0) > (lastWeek.value ?? 0)
        ? IconArrowUpRight
        : IconArrowDownRight
  return (
    <span className={classes.trend} data-trend={trend}>
      <Icon size={15} stroke={2} role="img" aria-label={t(`today.${trend}`)} />
      {t('today.lastWeek', { value: show(lastWeek.value), n: number(lastWeek.n) })}
    </span>
  )
}

function targetOf({ figure, target }: Tile, t: Texts): string {
  if (target === null) return t('today.noTarget')
  const side = figure === 'resolutionRate' || figure === 'csat' ? 'above' : 'below'
  return t('today.target', { value: t(`today.${side}`, { value: showOf(figure, target, t) }) })
}
