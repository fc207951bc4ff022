import { useEffect } from 'react'
import { useAllTexts } from '../shell/context.tsx'
import styles from './drop-zone.module.css'

/** Over the chat while files hang over it. */
export default function DropZone({ onLeave }: { onLeave: () => void }) {
  const texts = useAllTexts()
  useEffect(() => {
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) onLeave()
    }
    addEventListener('dragleave', leave)
    return () => removeEventListener('dragleave', leave)
  }, [onLeave])
  return <div className={styles.drop}>{texts.dropHere}</div>
}
