import { type Slip, slipPdf, writeOffNumber } from "@troad/slip";
import { type Row, rate, seconds } from "../kit.ts";

const SLIPS = 200;
const slip = (at: number): Slip => ({
  category: at % 2 === 0 ? "15001" : "11223",
  year: 2025,
  amount: 1_000 + at,
  due: "2026-06-01",
  writeOff: writeOffNumber(`150011140000${String(at).padStart(3, "0")}`),
});

/** Payment slips as PDF, each with three barcodes, a QR code and both faces, on one core. */
export async function slipRows(): Promise<Row[]> {
  const make = (at: number): Buffer => slipPdf(slip(at), "2026-05-20", { demo: false });
  make(0);
  const taken = await seconds(() => {
    for (let at = 0; at < SLIPS; at++) make(at);
  });
  return [rate("slip", "PDFs/s", SLIPS / taken)];
}
