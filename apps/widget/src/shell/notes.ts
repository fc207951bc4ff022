import { isMuted } from './muted.ts'

const NOTES_HZ = [660, 880]
const NOTE_S = 0.12
const VOLUME = 0.08

/** A tab that the visitor looks at says at once that no sound is needed; the others wait for so long. */
const OTHERS_WAIT_MS = 200
/** All tabs hear of a message within this time, and one of them plays. */
const HOLD_MS = 5_000

/** A sound, once for all tabs, when the visitor looks at none of them, does not want silence, and has touched this page. */
export function announce(messageId: string, looking: boolean, url: string | undefined): void {
  const silent = looking || isMuted() || !navigator.userActivation?.hasBeenActive
  if (silent && !looking) return
  const run = () => {
    if (!silent) play(url)
  }
  setTimeout(() => onceForAllTabs(messageId, run), looking ? 0 : OTHERS_WAIT_MS)
}

function onceForAllTabs(id: string, run: () => void): void {
  if (!navigator.locks) return run()
  const held = () => new Promise((release) => setTimeout(release, HOLD_MS))
  navigator.locks
    .request(`biometrics-chat:sound:${id}`, { ifAvailable: true }, (lock) => {
      if (!lock) return
      run()
      return held()
    })
    .catch(run)
}

/** The app's own sound, or two soft notes. */
function play(url: string | undefined): void {
  if (url) new Audio(url).play().catch(playNotes)
  else playNotes()
}

function playNotes(): void {
  const audio = new AudioContext()
  NOTES_HZ.forEach((hz, at) => {
    const start = audio.currentTime + at * NOTE_S
    const note = new OscillatorNode(audio, { frequency: hz })
    const volume = new GainNode(audio, { gain: 0 })
    volume.gain.setValueAtTime(VOLUME, start)
    volume.gain.exponentialRampToValueAtTime(0.001, start + NOTE_S * 2)
    note.connect(volume).connect(audio.destination)
    note.start(start)
    note.stop(start + NOTE_S * 2)
    note.onended = () => {
      if (at === NOTES_HZ.length - 1) void audio.close()
    }
  })
}
