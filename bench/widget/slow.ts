/** Chromium's own preset: 1.6 Mbit/s down and 0.75 up less a tenth, and 150 ms of round trip times 3.75. */
export const SLOW_4G = {
  offline: false,
  latency: 562.5,
  downloadThroughput: (1.6e6 / 8) * 0.9,
  uploadThroughput: (0.75e6 / 8) * 0.9,
}
export const CPU_SLOWDOWN = 4
