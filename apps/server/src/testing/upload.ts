import type { Upload } from '@biometrics/chat-protocol'

/** Uploads as a browser's form would; a refusal rejects. */
export async function upload(
  base: string,
  token: string,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  field = 'file',
): Promise<Upload> {
  const form = new FormData()
  form.append(field, new Blob([bytes]), name)
  const response = await fetch(`${base}/api/v1/uploads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  })
  const body = await response.json()
  if (response.status !== 201) throw Object.assign(new Error(body.detail), body)
  return body as Upload
}
