const NEEDED_MAJOR = 24

/** Why this Node.js cannot run us, in a sentence; null when it can. Plain enough for the old one to read. */
export function wrongNode(version) {
  if (Number.parseInt(version, 10) >= NEEDED_MAJOR) return null
  return `BIOMETRICS Live Chat needs Node.js ${NEEDED_MAJOR} or later and this is ${version}; run it through npm ("npm start", "npm test"), which uses the Node.js that "npm ci" has installed.`
}

/** Stops the process with that sentence. */
export function requireNode() {
  const complaint = wrongNode(process.versions.node)
  if (complaint === null) return
  process.stderr.write(`${complaint}\n`)
  process.exit(1)
}
