import { useEffect, useState } from 'react'
import { useTexts } from '../shell/context.tsx'
import styles from './drop-zone.module.css'

/** Takes files that are dropped anywhere on the chat; comes with the first that hangs over it. */
export default function DropZone({ take }: { take: (files: Iterable<File>) => void }) {
  const texts = useTexts()
  const [over, setOver] = useState(true)
  useEffect(() => {
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files')
    const drag = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setOver(false)
      take(event.dataTransfer?.files ?? [])
    }
    addEventListener('dragover', drag)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', drag)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [take])
  return over ? <div className={styles.drop}>{texts.dropHere}</div> : null
}
