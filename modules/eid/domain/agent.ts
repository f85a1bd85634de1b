/** Browser and operating system in two words, so that people recognise their own sign-ins. Names only: versions would identify a person. */
const browsers: [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\b(OPR|Opera)\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b(Chrome|Chromium|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const systems: [RegExp, string][] = [
  [/\bAndroid\b/, "Android"],
  [/\b(iPhone|iPad|iPod)\b/, "iOS"],
  [/\bWindows\b/, "Windows"],
  [/\b(Macintosh|Mac OS X)\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

const nameIn = (names: [RegExp, string][], header: string): string | undefined =>
  names.find(([pattern]) => pattern.test(header))?.[1];

/** What a User-Agent header says, such as `Firefox · Linux`; empty if it names nothing we know. */
export const agentOf = (header: string | undefined): string => {
  const text = (header ?? "").slice(0, 500);
  return [nameIn(browsers, text), nameIn(systems, text)].filter(Boolean).join(" · ");
};
