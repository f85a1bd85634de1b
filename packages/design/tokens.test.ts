import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";

const css = readFileSync(path.join(import.meta.dirname, "assets/css/00-tokens.css"), "utf8");

/** The custom properties of a block that are plain colours. */
const colours = (block: string): Map<string, string> =>
  new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]));

const darkAt = css.indexOf("@media (prefers-color-scheme: dark)");
const light = colours(css.slice(0, darkAt));
const themes = { light, dark: new Map([...light, ...colours(css.slice(darkAt))]) };

/** Relative luminance and contrast as WCAG 2.2 defines them. */
const luminance = (colour: string): number => {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

const grounds = ["paper", "surface", "sunken"];
/** Text on each ground where a component puts it (WCAG 2.2, 1.4.3). */
const text: [string, string][] = [
  ...["ink", "ink-soft", "accent", "accent-hover", "red", "green", "amber", "blue"].flatMap((t): [string, string][] =>
    grounds.map((g) => [t, g]),
  ),
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-red", "red"],
  ["on-red", "red-hover"],
  ["accent-ink", "accent-soft"],
  ["accent", "accent-soft"],
  ["ink", "accent-soft"],
  ["amber-ink", "amber-soft"],
  ["amber-soft", "amber"],
  ["ink", "amber-soft"],
  ["red-ink", "red-soft"],
  ["ink", "red-soft"],
  ["green-ink", "green-soft"],
  ["ink", "green-soft"],
  ["blue-ink", "blue-soft"],
  ["grey-ink", "grey-soft"],
];
/** Edges of fields, signs and the focus (1.4.11, 2.4.13). */
const shapes: [string, string][] = [
  ...["line-strong", "focus", "accent", "red", "green", "amber"].flatMap((s): [string, string][] => grounds.map((g) => [s, g])),
  ["focus", "red-soft"],
  ["grey-ink", "grey-soft"],
];

for (const [theme, tokens] of Object.entries(themes)) {
  const measure = ([front, ground]: [string, string]): number => {
    const [a, b] = [tokens.get(front), tokens.get(ground)];
    assert.ok(a && b, `${front} or ${ground} is no colour token`);
    return contrast(a, b);
  };
  describe(`in the ${theme} theme`, () => {
    for (const pair of text)
      it(`${pair[0]} is readable on ${pair[1]} (4.5:1)`, () => assert.ok(measure(pair) >= 4.5, measure(pair).toFixed(2)));
    for (const pair of shapes)
      it(`${pair[0]} can be told from ${pair[1]} (3:1)`, () => assert.ok(measure(pair) >= 3, measure(pair).toFixed(2)));
  });
}

it("the dark theme sets every colour of the light one", () => {
  const dark = colours(css.slice(darkAt));
  assert.deepEqual(
    [...light.keys()].filter((name) => !dark.has(name)),
    [],
  );
});

it("the measure tells a poor pair from a good one", () => {
  assert.equal(contrast("#ffffff", "#000000").toFixed(1), "21.0");
  assert.ok(contrast("#ffffff", "#999999") < 4.5);
});
