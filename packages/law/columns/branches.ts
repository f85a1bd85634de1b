/**
 * Moves steps into the branch that alone needs them: a household of one needs none of a couple's four ways of calculating. Steps have no
 * side effects, so they may be anywhere between what they use and what uses them; the results stay the same.
 */

/** A branch with fewer steps than this costs less when calculated needlessly than when mispredicted. */
const LEAST_STEPS = 8;
const ROUNDS = 4;

type Step = {
  name: string;
  text: string;
  uses: readonly string[];
  choice: readonly [when: string, value: string, rest: string] | null;
};
/** A place for steps: the loop itself, or one branch of a choice. */
type Place = { readonly above: Place | null; readonly depth: number; readonly steps: Step[] };

const NAMES = /\bv\d+\b/g;
const CHOICE = /^([\w.]+) \? ([\w.()-]+) : ([\w.()-]+)$/;
const isStep = (text: string): boolean => /^v\d+$/.test(text);

function stepOf(line: string): Step | undefined {
  const [, name, text] = /^const (v\d+) = (.*);$/s.exec(line) ?? [];
  if (name === undefined || text === undefined) return undefined;
  const [, when, value, rest] = CHOICE.exec(text) ?? [];
  const isChoice =
    when !== undefined && value !== undefined && rest !== undefined && value !== rest && (isStep(value) || isStep(rest));
  return { name, text, uses: text.match(NAMES) ?? [], choice: isChoice ? [when, value, rest] : null };
}

function together(a: Place | undefined, b: Place): Place {
  let [one, other]: [Place, Place] = [a ?? b, b];
  while (one !== other) {
    if (one.depth >= other.depth && one.above) one = one.above;
    else if (other.above) other = other.above;
    else break;
  }
  return one;
}

type Branches = ReadonlyMap<string, readonly [Place, Place]>;
/** Each step in the innermost place that contains everything that uses it; unused steps are left out. */
function placed(
  steps: readonly Step[],
  results: readonly string[],
  plain: ReadonlySet<string>,
): { root: Place; branches: Branches } {
  const root: Place = { above: null, depth: 0, steps: [] };
  const places = new Map<string, Place>();
  const branches = new Map<string, readonly [Place, Place]>();
  const use = (name: string, place: Place): void => {
    if (isStep(name)) places.set(name, together(places.get(name), place));
  };
  for (const result of results) for (const name of result.match(NAMES) ?? []) use(name, root);
  for (const step of steps.toReversed()) {
    const place = places.get(step.name);
    if (!place) continue;
    place.steps.push(step);
    if (!step.choice || plain.has(step.name)) {
      for (const name of step.uses) use(name, place);
      continue;
    }
    const inside = (): Place => ({ above: place, depth: place.depth + 1, steps: [] });
    const pair = [inside(), inside()] as const;
    branches.set(step.name, pair);
    const [when, value, rest] = step.choice;
    use(when, place);
    use(value, pair[0]);
    use(rest, pair[1]);
  }
  return { root, branches };
}

const sizeOf = (place: Place, branches: Branches): number =>
  place.steps.reduce(
    (sum, { name }) => sum + 1 + (branches.get(name) ?? []).reduce((all, one) => all + sizeOf(one, branches), 0),
    0,
  );

function written(place: Place, branches: Branches): string[] {
  return place.steps.toReversed().flatMap(({ name, text, choice }) => {
    const pair = branches.get(name);
    if (!pair || !choice) return [`const ${name} = ${text};`];
    const [when, value, rest] = choice;
    return [
      `let ${name};`,
      `if (${when}) {`,
      ...written(pair[0], branches),
      `${name} = ${value};`,
      "} else {",
      ...written(pair[1], branches),
      `${name} = ${rest};`,
      "}",
    ];
  });
}

/** The lines of a loop's body with steps moved into branches; a body with loops of its own stays as it is. */
export function intoBranches(lines: readonly string[], results: readonly string[]): readonly string[] {
  const steps = lines.map(stepOf);
  if (!steps.every((step) => step !== undefined)) return lines;
  const plain = new Set<string>();
  for (let round = 0; ; round++) {
    const { root, branches } = placed(steps, results, plain);
    const small = [...branches].filter(([, pair]) => pair.every((one) => sizeOf(one, branches) < LEAST_STEPS));
    if (small.length === 0 || round === ROUNDS) return written(root, branches);
    for (const [name] of small) plain.add(name);
  }
}
