import { useEffect } from 'react'
import { useChat } from './context.tsx'

const NOTES_HZ = [660, 880]
const NOTE_S = 0.12
const VOLUME = 0.08

/** Plays the page's sound, or two soft notes, when somebody else writes and the visitor is not looking. */
export function useSound(): void {
  const { client, config, chat } = useChat()
  const { enabled, url } = config.sound ?? {}
  useEffect(() => {
    if (!enabled) return
    return client.onMessage(({ senderType }) => {
      const looking = chat.state.value.open && document.visibilityState === 'visible'
      if (looking || senderType === 'user' || senderType === 'system') return
      if (url) new Audio(url).play().catch(playNotes)
      else playNotes()
    })
  }, [client, chat, enabled, url])
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
