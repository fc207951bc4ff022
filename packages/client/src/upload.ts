import type { Upload } from '@biometrics/chat-protocol'
import type { UploadOptions } from './api.ts'
import { aborted, unreachable } from './errors.ts'
import { type Rest, readReply } from './rest.ts'

/** Sends one file; with progress where the browser can tell it. */
export async function uploadFile(
  rest: Rest,
  file: Blob,
  { name, onProgress, signal }: UploadOptions & { name?: string },
): Promise<Upload> {
  if (signal?.aborted) throw aborted()
  const form = new FormData()
  form.append('file', file, name ?? (file instanceof File ? file.name : 'file'))
  const url = `${rest.base}/uploads`
  if (typeof XMLHttpRequest === 'undefined') return uploadByFetch(url, form, rest, signal)
  return uploadByXhr(url, form, rest, signal, onProgress)
}

async function uploadByFetch(
  url: string,
  form: FormData,
  rest: Rest,
  signal: AbortSignal | undefined,
): Promise<Upload> {
  const init: RequestInit = {
    method: 'POST',
    headers: rest.headers(),
    body: form,
    credentials: rest.credentials,
  }
  try {
    const response = await fetch(url, signal ? { ...init, signal } : init)
    const text = await response.text()
    return readReply(response.status, text, response.headers.get('retry-after'))
  } catch (failure) {
    if (signal?.aborted) throw aborted()
    if (failure instanceof TypeError) throw unreachable('The server could not be reached.', failure)
    throw failure
  }
}

function uploadByXhr(
  url: string,
  form: FormData,
  rest: Rest,
  signal: AbortSignal | undefined,
  onProgress: UploadOptions['onProgress'],
): Promise<Upload> {
  return new Promise<Upload>((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    const abort = () => xhr.abort()
    xhr.open('POST', url)
    xhr.withCredentials = rest.credentials === 'include'
    for (const [header, value] of Object.entries(rest.headers())) xhr.setRequestHeader(header, value)
    if (onProgress) {
      xhr.upload.addEventListener('progress', (event) => onProgress(event.loaded, event.total))
    }
    xhr.addEventListener('load', () => {
      try {
        resolve(readReply(xhr.status, xhr.responseText, xhr.getResponseHeader('retry-after')))
      } catch (failure) {
        reject(failure)
      }
    })
    xhr.addEventListener('error', () => reject(unreachable('The server could not be reached.')))
    xhr.addEventListener('abort', () => reject(aborted()))
    xhr.addEventListener('loadend', () => signal?.removeEventListener('abort', abort))
    signal?.addEventListener('abort', abort)
    xhr.send(form)
  })
}
