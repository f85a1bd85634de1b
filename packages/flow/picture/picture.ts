import type { Flow } from "../definition/flow.ts";
import { edgesOf } from "../definition/load.ts";
import { exitsOf } from "../definition/outcomes.ts";
import { endOf, isAutomatic, type Step } from "../definition/steps.ts";
import { type Line, type Point, place } from "./layout.ts";

/** What the steps, outcomes and ends of a flow are called in the reader's language. */
export type FlowTexts = {
  step: (step: Step) => string;
  /** Who acts: a party, a role, or the system. */
  who: (step: Step) => string;
  outcome: (step: Step | null, outcome: string) => string;
  end: (end: string) => string;
};

export type DrawnBox = {
  kind: "step" | "automatic" | "end";
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
  lines: string[];
  who: string;
};
export type DrawnLine = { points: readonly Point[]; label: (Point & { text: string }) | null };
/** A picture as shapes: anyone who draws it chooses the markup. Units are pixels at a letter height of 14. */
export type Picture = { width: number; height: number; boxes: DrawnBox[]; lines: DrawnLine[] };

const letter = 14;
const boxWidth = 190;
const endWidth = 110;

/** Width of a text: a Chinese character is a letter height wide, others about half. */
export const widthOf = (text: string, size = letter): number =>
  [...text].reduce((sum, char) => sum + (char.codePointAt(0)! > 0x2e7f ? size : size * 0.56), 0);

/** Breaks a text into lines of a width; Chinese breaks anywhere, other words at spaces. */
export function wrap(text: string, width: number, size = letter): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.match(/[⺀-￯]|[^\s⺀-￯]+\s*|\s+/g) ?? []) {
    if (line !== "" && widthOf(line + word.trimEnd(), size) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += word;
  }
  return [...lines, line.trimEnd()].filter((one) => one !== "");
}

/** The picture of a flow from the top down: every step, every way, every end, and the remedies after an end. */
export function drawFlow(flow: Flow, texts: FlowTexts): Picture {
  const ended = new Set(
    edgesOf(flow)
      .flatMap(({ from, to }) => [from, to])
      .filter((id) => id.startsWith("end:")),
  );
  const boxes: Omit<DrawnBox, "x" | "y">[] = [
    ...flow.steps.map((step) => {
      const lines = wrap(texts.step(step), boxWidth - 20);
      const kind = isAutomatic(step) ? ("automatic" as const) : ("step" as const);
      return { kind, id: step.id, width: boxWidth, height: 34 + lines.length * 18, lines, who: texts.who(step) };
    }),
    ...[...ended].map((id) => ({
      ...{ kind: "end" as const, id, width: endWidth, height: 36 },
      lines: [texts.end(endOf(id) ?? "closed")],
      who: "",
    })),
  ];
  const labels = new Map<string, string>();
  const lines = edgesOf(flow).map(({ from, outcome, to }, index): Line => {
    const step = flow.step(from) ?? null;
    // a step with one way out needs no word on it
    const text = step && exitsOf(step).length === 1 ? "" : texts.outcome(step, outcome);
    const id = `${index}`;
    labels.set(id, text);
    return { id, from, to, ...(text === "" ? {} : { label: { width: widthOf(text, 12) + 10, height: 18 } }) };
  });
  const placed = place(boxes, lines, "TB");
  return {
    width: placed.width,
    height: placed.height,
    boxes: boxes.map((box) => ({ ...box, ...placed.boxes.get(box.id)! })),
    lines: lines.map(({ id }) => {
      const { points, label } = placed.lines.get(id)!;
      return { points, label: label ? { ...label, text: labels.get(id)! } : null };
    }),
  };
}
