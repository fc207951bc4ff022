const NODE_MIN = 24

if (Number.parseInt(process.versions.node, 10) < NODE_MIN) {
  console.error(
    `This needs Node ${NODE_MIN}, which npm run replay brings along; here is Node ${process.versions.node}.`,
  )
  process.exit(1)
}
await import('./replay/main.ts')
