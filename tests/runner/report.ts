export type Totals = {
  passed: number;
  failed: number;
  skipped: { name: string; why: string }[];
  broken: string[];
  seconds: { file: string; seconds: number }[];
};

const remedies: [RegExp, string][] = [
  [/chromium|browser/i, "a browser: apt-get install chromium fonts-noto-cjk, or set CHROMIUM"],
  [
    /xmlsec1|xmllint|unzip|openssl|bash|zbarimg|pdf|qpdf|clamd|tool/i,
    "public tools: apt-get install xmlsec1 libxml2-utils unzip openssl zbar-tools poppler-utils qpdf clamav-daemon",
  ],
  [/softhsm|pkcs11/i, "hardware keys in software: apt-get install softhsm2 opensc"],
  [/reference|vectors/i, "third-party vectors: suites/README.md says whose they are; TROAD_REFERENCE names their folder"],
  [/root/i, "other users' attacks: run as root"],
];

/** What was skipped with how to get it, what failed, and where the time went. */
export function report(totals: Totals, say: (line: string) => void, lengths: boolean): void {
  if (totals.skipped.length > 0) {
    say(`\nSkipped: ${totals.skipped.length}`);
    for (const { name, why } of totals.skipped) say(`  ${name}: ${why}`);
    for (const [pattern, remedy] of remedies)
      if (totals.skipped.some(({ why }) => pattern.test(why))) say(`  to run them, ${remedy}`);
  }
  if (totals.broken.length > 0) say(`\nFailed:\n${totals.broken.map((name) => `  ${name}`).join("\n")}`);
  if (!lengths) return;
  say("\nThe longest files, in seconds");
  for (const { file, seconds } of totals.seconds.toSorted((a, b) => b.seconds - a.seconds).slice(0, 20))
    say(`${seconds.toFixed(1).padStart(7)}  ${file}`);
}
