/** The path of a Chromium on this machine, installed where there is none; throws a sentence that says what to do. */
export function findChromium(): Promise<string>
