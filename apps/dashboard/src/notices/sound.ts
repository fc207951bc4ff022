import type { SoundName } from './preferences.ts'

/** Tones of a sound: a pitch, when it begins, and how long it rings; in Hz and seconds. */
interface Tone {
  hz: number
  at: number
  rings: number
}

const SCORES: Record<SoundName, readonly Tone[]> = {
  chime: [
    { hz: 659.25, at: 0, rings: 0.5 },
    { hz: 987.77, at: 0.11, rings: 0.7 },
  ],
  drop: [
    { hz: 880, at: 0, rings: 0.22 },
    { hz: 587.33, at: 0.09, rings: 0.34 },
  ],
  knock: [
    { hz: 220, at: 0, rings: 0.09 },
    { hz: 196, at: 0.14, rings: 0.12 },
  ],
}

const ATTACK_S = 0.008
const SILENCE = 0.0001

let audio: AudioContext | undefined

/** Browsers make no sound before the person has touched the page: call it from the first gesture. */
export function unlockSound(): void {
  if (typeof AudioContext === 'undefined') return
  audio ??= new AudioContext()
  if (audio.state === 'suspended') void audio.resume().catch(() => undefined)
}

/** Whether it could be heard. Made on the spot, so that no file has to come first. */
export function playSound(name: SoundName, volume: number): boolean {
  if (!audio || audio.state !== 'running' || volume <= 0) return false
  for (const tone of SCORES[name]) ring(audio, tone, volume)
  return true
}

function ring(context: AudioContext, { hz, at, rings }: Tone, volume: number): void {
  const begin = context.currentTime + at
  const oscillator = context.createOscillator()
  const gain = context.createGain()
  oscillator.type = 'sine'
  oscillator.frequency.value = hz
  gain.gain.setValueAtTime(SILENCE, begin)
  gain.gain.linearRampToValueAtTime(volume * 0.35, begin + ATTACK_S)
  gain.gain.exponentialRampToValueAtTime(SILENCE, begin + rings)
  oscillator.connect(gain).connect(context.destination)
  oscillator.start(begin)
  oscillator.stop(begin + rings + 0.02)
}
