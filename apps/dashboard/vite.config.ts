import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `npm run dev` finds the server. */
const SERVER = 'http://localhost:53054'

const BASE =
  /node_modules\/(react|react-dom|scheduler|use-sync-external-store|@tanstack\/[^/]+|i18next|react-i18next)\//

export default defineConfig({
  base: '/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsDir: 'assets',
    target: 'es2022',
    // What every page needs, in one piece: cut up by who else uses it, it is larger.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'base', test: BASE }] } } },
  },
  server: {
    proxy: {
      '/api': SERVER,
      '/uploads': SERVER,
      '/chat/metrics': { target: SERVER, ws: true },
      '/socket.io': { target: SERVER, ws: true },
    },
  },
})
