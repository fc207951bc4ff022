import { LIMITS } from '@biometrics/chat-protocol/limits'

/** Larger pictures are made smaller before they travel; a phone's photo seldom needs its every dot. */
const SHRINK_ABOVE_BYTES = LIMITS.uploadBytes / 4
const LONGEST_SIDE_PX = 2_560
const QUALITY = 0.85
// Those that a canvas would rob of what they are: movement, or lines instead of dots.
const SHRINKABLE = /^image\/(jpeg|png|webp|heic|heif|avif|bmp)$/

export const isShrinkable = (type: string) => SHRINKABLE.test(type)

/** The picture itself, or a smaller one of the same; what cannot be read here goes as it is. */
export async function shrinkImage(file: File): Promise<File> {
  if (file.size <= SHRINK_ABOVE_BYTES || !isShrinkable(file.type)) return file
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    const brush = canvas.getContext('2d')
    if (!brush) return file
    // JPEG knows nothing of what lies behind.
    brush.fillStyle = '#fff'
    brush.fillRect(0, 0, canvas.width, canvas.height)
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
    if (!blob || blob.size >= file.size) return file
    return new File([blob], file.name.replace(/\.\w+$/, '.jpg'), { type: blob.type })
  } catch {
    return file
  }
}
