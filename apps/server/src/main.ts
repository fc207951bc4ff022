import './lifecycle/tune-engine.ts'
import { run } from './lifecycle/run.ts'

await run()
