import { Worker } from "node:worker_threads";

const timeoutMs = 10_000;
const mostAtOnce = 2;
/** A photo of fifty million dots; what says that it is larger is not opened. */
const mostDots = 50_000_000;

let reading = 0;

/**
 * The texts of the QR codes in a PNG or JPEG file. Files of strangers are read in WebAssembly on a thread of their own, which is ended when it takes
 * too long; `busy` where as many are being read as there may be.
 */
export async function readCodes(picture: Buffer): Promise<string[] | "busy"> {
  const dots = dotsOf(picture);
  if (dots === undefined || dots > mostDots) return [];
  if (reading >= mostAtOnce) return "busy";
  reading += 1;
  const worker = new Worker(new URL("./read-code-worker.ts", import.meta.url), { workerData: Uint8Array.from(picture) });
  try {
    return await new Promise<string[]>((resolve) => {
      const timer = setTimeout(() => resolve([]), timeoutMs);
      const end = (texts: string[]): void => {
        clearTimeout(timer);
        resolve(texts);
      };
      worker.once("message", (texts: string[]) => end(texts));
      // what cannot be read has no codes
      worker.once("error", () => end([]));
      worker.once("exit", () => end([]));
    });
  } finally {
    reading -= 1;
    await worker.terminate();
  }
}

/** Width times height as the head of a PNG (section 11.2.2) or a frame of a JPEG (ITU T.81, B.2.2) says; undefined without either. */
function dotsOf(bytes: Buffer): number | undefined {
  if (bytes[0] === 0x89) return bytes.length < 24 ? undefined : bytes.readUInt32BE(16) * bytes.readUInt32BE(20);
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return bytes.readUInt16BE(at + 5) * bytes.readUInt16BE(at + 7);
    // fill bytes before a marker
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}
