import { Button, FileButton } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explain, refusalOf, showText } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import { useMe } from '../session/use-client.ts'
import { Face } from '../shell/face.tsx'
import classes from './page.module.css'

const TYPES = 'image/png,image/jpeg,image/gif,image/webp,image/avif'

/** One's own picture; everybody hears of it from the server, this screen too. */
export function Picture() {
  const { t } = useTranslation()
  const me = useMe()
  const reset = useRef<() => void>(null)
  const [isBusy, setIsBusy] = useState(false)
  const change = async (work: () => Promise<unknown>) => {
    setIsBusy(true)
    try {
      await work()
    } catch (error) {
      const isNone = refusalOf(error)?.code === 'invalid_payload'
      showText(isNone ? t('profile.noPicture') : explain(error, t))
    }
    setIsBusy(false)
  }
  const send = (file: File | null) => {
    reset.current?.()
    if (file === null) return
    const form = new FormData()
    form.append('file', file)
    void change(() => rest('PUT', '/me/picture', form))
  }
  return (
    <div className={classes.picture}>
      <Face id={me.id} name={me.name} picture={me.picture} size={56} />
      <FileButton resetRef={reset} accept={TYPES} onChange={send}>
        {(props) => (
          <Button variant="default" loading={isBusy} {...props}>
            {t('profile.choosePicture')}
          </Button>
        )}
      </FileButton>
      {me.picture && (
        <Button
          variant="subtle"
          color="red"
          disabled={isBusy}
          onClick={() => void change(() => rest('DELETE', '/me/picture'))}
        >
          {t('profile.removePicture')}
        </Button>
      )}
    </div>
  )
}
