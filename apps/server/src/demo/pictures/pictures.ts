import sharp from 'sharp'
import { crackedReader, enrolmentStation, irisCamera, reader, terminal } from './devices.ts'
import { dryFinger, finger, iris } from './patterns.ts'
import { errorDialog, faceFrame, rejectionChart } from './screens.ts'

/** Drawn when they are needed; without letters, because a server may have no fonts. */
export const pictures = {
  finger: {
    fileName: 'capture-right-index.png',
    alt: 'Print of a right index finger, clear ridges',
    svg: finger,
  },
  dryFinger: {
    fileName: 'capture-dry.png',
    alt: 'Faint print of a dry finger with broken ridges',
    svg: dryFinger,
  },
  iris: { fileName: 'iris-left.png', alt: 'Close view of an iris with a ring of markers', svg: iris },
  reader: { fileName: 'ridge-2.png', alt: 'Fingerprint reader with a green light', svg: reader },
  crackedReader: {
    fileName: 'IMG_4127.png',
    alt: 'Fingerprint reader with cracked glass',
    svg: crackedReader,
  },
  terminal: { fileName: 'terminal-e41.png', alt: 'Terminal on a wall, its display says E41', svg: terminal },
  station: {
    fileName: 'station-e5.png',
    alt: 'Enrolment station with screen and camera',
    svg: enrolmentStation,
  },
  irisCamera: { fileName: 'iris-3.png', alt: 'Iris camera with two lenses', svg: irisCamera },
  errorDialog: { fileName: 'screenshot-enrolment.png', alt: 'Window with an error dialog', svg: errorDialog },
  faceFrame: { fileName: 'face-login.png', alt: 'Phone that looks for a face in a frame', svg: faceFrame },
  rejectionChart: {
    fileName: 'false-rejections.png',
    alt: 'Chart of rejections, falling by half',
    svg: rejectionChart,
  },
} as const satisfies Record<string, { fileName: string; alt: string; svg: () => string }>

export type PictureName = keyof typeof pictures

const rendered = new Map<PictureName, Promise<Buffer>>()

/** The picture as a PNG; one that several messages show is drawn once. */
export function renderPicture(name: PictureName): Promise<Buffer> {
  const known = rendered.get(name)
  if (known) return known
  const png = sharp(Buffer.from(pictures[name].svg())).png().toBuffer()
  rendered.set(name, png)
  return png
}
