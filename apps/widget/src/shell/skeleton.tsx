import styles from './skeleton.module.css'

/** The shape of a conversation while the session is on its way; it has no words, for the language may not be there. */
export function Skeleton() {
  return (
    <div className={styles.skeleton} aria-busy="true">
      <div className={styles.bar}>
        <span className={styles.avatar} />
        <span className={styles.name} />
      </div>
      <SkeletonMessages />
    </div>
  )
}

export function SkeletonMessages() {
  return (
    <div className={styles.messages} aria-hidden="true">
      <span className={styles.theirs} />
      <span className={styles.ours} />
      <span className={styles.theirsLong} />
    </div>
  )
}
