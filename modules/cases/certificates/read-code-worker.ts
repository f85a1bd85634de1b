import fs from "node:fs";
import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

// without this the library would fetch its program from the network
const wasm = fs.readFileSync(createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm"));
prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });
const found = await readBarcodes(workerData as Uint8Array<ArrayBuffer>, {
  formats: ["QRCode"],
  tryHarder: true,
  maxNumberOfSymbols: 4,
});
parentPort?.postMessage(found.map(({ text }) => text));
