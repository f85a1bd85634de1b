import { requirePossible } from "@troad/content-law";
import { type Answers, type Field, type Form, loadForm, type Page } from "@troad/forms";
import { type Facts, type Input, type Law, LawError, type LocalText, type Trace, type Value, type ValueType } from "@troad/law";

/** One figure that came out, in the order in which it is shown; the first one is the answer. */
export type Result = { name: string; label: LocalText; type: ValueType; value: Value; text: LocalText | null };
/** What the slip of a result is made out for; undefined where nothing is to be paid, or the law alone does not say how much. */
export function amountToPay(
  { slip }: Pick<Calculator, "slip">,
  { results }: Pick<Worked, "results">,
  answers: Answers,
): number | undefined {
  if (slip?.without?.(answers)) return undefined;
  const amount = results.find(({ name }) => name === slip?.result)?.value;
  const other = results.find(({ name }) => name === slip?.sameAs)?.value ?? amount;
  return typeof amount === "number" && amount > 0 && other === amount ? amount : undefined;
}

/** What a calculation gives: the figures and how they came about. */
export type Worked = { results: Result[]; trace: Trace };

/** What a figure depends on most: the fact that the chart varies, and how far. */
export type Vary = { field: string; fact: string; most: number };
/** What a slip for the result is made out for; absent where nobody pays the result in by slip. */
export type SlipRule = {
  /** The five digits of the tax on slips of the Ministry of Finance. */
  category: (answers: Answers) => string;
  /** Kinds that have no slip of the Ministry of Finance. */
  without?: (answers: Answers) => boolean;
  /** Month and day of the last day of payment in the year asked, or the figure of the law that is the day. */
  due: { month: number; day: number } | string;
  result: string;
  /** A second result that must be the same: where the law gives only bounds, there is nothing to make a slip of. */
  sameAs?: string;
};

/** One tax, benefit or cost that anybody can work out on a page of its own. */
export type Calculator = {
  id: string;
  group: "tax" | "benefit" | "late";
  law: Law;
  /** What is asked of the law, the answer first. */
  want: readonly string[];
  form: Form;
  /** Pages that need not be answered: what is left out counts as none, and the result says so. */
  optional: ReadonlySet<string>;
  /** The years that can be compared; the last one that has begun is taken when none is asked. */
  years: readonly number[];
  /** The day for which the law of a year is asked. */
  day(year: number): string;
  /** Laws by which facts were worked out first; some questions are theirs. */
  sources: readonly Law[];
  /** Answers that are typed as text and must be readable: each throws a LawError for what is not. */
  readers: Readonly<Record<string, (answer: Answers[string] | undefined) => unknown>>;
  /** Which field states a fact of the law. */
  fields: ReadonlyMap<string, string>;
  facts(answers: Answers, year: number): Facts;
  work(answers: Answers, year: number, today: string): Worked;
  vary: Vary | null;
  /** Titles that come from the rule itself; the others are this module's texts. */
  words: Readonly<Record<string, LocalText>>;
  slip: SlipRule | null;
  /** What each day costs, where the answer depends on the day. */
  days: ((answers: Answers, today: string) => DayCost[]) | null;
};
/** What a debt has come to on one day. */
export type DayCost = { on: string; late: number; percent: number; fee: number; interest: number; total: number };

/** A question that states one fact of the law: its words, limits and options are the law's own. */
export type Question = { field: Field; fact: string; law: Law };
type More = {
  name?: string;
  /** A text that says more than the law's own name of the fact. */
  label?: string;
  optional?: boolean;
  showWhen?: Field["showWhen"];
  min?: number;
  max?: number;
  hint?: string;
};

/** Asks for a fact of the law. */
export function ask(law: Law, fact: string, more: More = {}): Question {
  const input = law.definitions.input(fact);
  if (!input) throw new RangeError(`${fact} is no fact of the law`);
  const { name = fact.slice(fact.indexOf(".") + 1), label = `fact.${fact}`, optional = false, showWhen, hint } = more;
  const common = {
    name,
    label,
    ...(optional ? { required: false } : {}),
    ...(showWhen ? { showWhen } : {}),
    ...(hint ? { hint } : {}),
  };
  return { fact, law, field: fieldOf(input, common, more) };
}

type Common = Pick<Field, "name" | "label" | "hint" | "required" | "showWhen">;
function fieldOf(input: Input, common: Common, { min, max }: More): Field {
  switch (input.type) {
    case "money":
    case "integer":
      return {
        ...common,
        type: input.type,
        min: min ?? input.least ?? 0,
        max: max ?? input.most ?? Number.MAX_SAFE_INTEGER,
      } as Field;
    case "boolean":
      return { ...common, type: "yes-no" } as Field;
    case "date":
      return { ...common, type: "date" } as Field;
    case "code":
      return {
        ...common,
        type: "choice",
        options: Object.keys(input.codes).map((value) => ({ value, label: `code.${input.name}.${value}` })),
      } as Field;
    default:
      throw new RangeError(`${input.name}: a fact of type ${input.type} needs a question of its own`);
  }
}

export type PageParts = {
  id: string;
  /** Questions of facts, and fields of other things, which `facts` translates. */
  ask: readonly (Question | Field)[];
  optional?: boolean;
  showWhen?: Page["showWhen"];
};
/**
 * Facts that people do not have on paper, worked out first by a law of their own from what they have: which of its results states which
 * fact. Its questions are asked beside the others.
 */
export type Derivation = {
  law: Law;
  gives: (answers: Answers) => Readonly<Record<string, string>>;
  /** Facts that follow from answers that are no facts themselves, and those that are not asked. */
  more?: (answers: Answers) => Facts;
};
type Parts = {
  id: string;
  group: Calculator["group"];
  law: Law;
  pages: readonly PageParts[];
  want: readonly string[];
  years: readonly number[];
  /** Month and day for which a year is asked; the last day where the law goes by the year. */
  monthDay?: string;
  derived?: readonly Derivation[];
  readers?: Calculator["readers"];
  /** Facts that are not asked, or follow from answers that are no facts themselves. */
  more?: (answers: Answers, at: string) => Facts;
  vary?: { fact: string; most: number };
  slip?: SlipRule;
  words?: Calculator["words"];
  /** The figures as they are best read, where one says nothing beside another. */
  tidy?: (results: Result[]) => Result[];
  /** Refuses facts that contradict each other. */
  check?: (facts: Facts) => void;
};

const isQuestion = (one: Question | Field): one is Question => "fact" in one;
const none = (type: ValueType): Value | undefined =>
  type === "boolean" ? false : type === "money" || type === "integer" ? 0 : undefined;

/** Puts a calculator together from the facts that it asks. */
export function calculator(parts: Parts): Calculator {
  const { law, pages, id, monthDay = "12-31" } = parts;
  const questions = pages.flatMap(({ ask }) => ask.filter(isQuestion));
  const stated = (of: Law, answers: Answers): Facts =>
    Object.fromEntries(
      questions.flatMap(({ fact, field, law: own }) => {
        const value = own === of ? (answers[field.name] ?? none(own.definitions.input(fact)?.type ?? "text")) : undefined;
        return value === undefined || typeof value === "object" ? [] : [[fact, value] as const];
      }),
    );
  const derive = (answers: Answers, at: string) =>
    (parts.derived ?? []).flatMap(({ law: own, gives, more }) => {
      const wanted = gives(answers);
      const isNone = Object.keys(wanted).length === 0;
      return isNone ? [] : [derivedBy(own, wanted, { ...stated(own, answers), ...more?.(answers) }, at)];
    });
  const factsOf = (answers: Answers, at: string, derived: readonly Derived[]): Facts => ({
    ...stated(law, answers),
    ...Object.fromEntries(derived.flatMap(({ facts }) => Object.entries(facts))),
    ...parts.more?.(answers, at),
  });
  const dayIn = (year: number): string => `${year}-${monthDay}`;
  const field = (fact: string) => questions.find((one) => one.fact === fact)?.field.name;
  return {
    id,
    group: parts.group,
    law,
    want: parts.want,
    form: formOf(id, pages),
    optional: new Set(pages.filter(({ optional }) => optional).map((page) => page.id)),
    years: parts.years,
    day: dayIn,
    readers: parts.readers ?? {},
    sources: (parts.derived ?? []).map((one) => one.law),
    fields: new Map(questions.map((one) => [one.fact, one.field.name])),
    facts: (answers, year) => factsOf(answers, dayIn(year), derive(answers, dayIn(year))),
    work: (answers, year) => {
      const derived = derive(answers, dayIn(year));
      const given = factsOf(answers, dayIn(year), derived);
      parts.check?.(given);
      const { results, trace } = workOut(law, parts.want, given, dayIn(year));
      return { results: parts.tidy?.(results) ?? results, trace: [...derived.flatMap((one) => one.trace), ...trace] };
    },
    vary: parts.vary ? { ...parts.vary, field: field(parts.vary.fact) ?? "" } : null,
    words: parts.words ?? {},
    slip: parts.slip ?? null,
    days: null,
  };
}

type Derived = { facts: Facts; trace: Trace };
/** Works the facts out; their steps bear the names of the facts, so that the answer's own steps lead to them. */
function derivedBy(law: Law, gives: Readonly<Record<string, string>>, situation: Facts, at: string): Derived {
  requirePossible(situation);
  const { results, trace } = workOut(law, Object.values(gives), situation, at);
  const factOf = new Map(Object.entries(gives).map(([fact, result]) => [result, fact]));
  return {
    facts: Object.fromEntries(results.map(({ name, value }) => [factOf.get(name) ?? name, value])),
    trace: trace.map((step) => ({ ...step, variable: factOf.get(step.variable) ?? step.variable })),
  };
}

/** The questions as pages; the title of each is a text of the calculator. */
export const formOf = (id: string, pages: readonly PageParts[]): Form =>
  loadForm({
    pages: pages.map((page) => ({
      id: page.id,
      title: `tax.${id}.${page.id}`,
      fields: page.ask.map((one) => (isQuestion(one) ? one.field : one)),
      ...(page.showWhen ? { showWhen: page.showWhen } : {}),
    })),
  });

/** Asks the law; a fact that is missing is a defect of the calculator, since its questions have to bring every one. */
export function workOut(law: Law, want: readonly string[], situation: Facts, at: string): Worked {
  const { values, missing, trace } = calculateKnown(law, want, situation, at);
  if (missing[0]) throw new RangeError(`${missing[0].input} is not asked`);
  const results = want.flatMap((name): Result[] => {
    const variable = law.definitions.variable(name);
    const value = values[name];
    if (!variable) throw new RangeError(`${name} is no result`);
    if (value === undefined) return [];
    const text = typeof value === "string" ? (variable.codes[value] ?? null) : null;
    return [{ name, label: variable.label, type: variable.type, value, text }];
  });
  return { results, trace };
}

/** A further result for which no source gives a figure is left out; the first one is the question itself. */
function calculateKnown(law: Law, want: readonly string[], situation: Facts, at: string): ReturnType<Law["calculate"]> {
  try {
    return law.calculate({ want, situation, at });
  } catch (error) {
    if (!(error instanceof LawError) || error.code !== "law.not-known" || want.length < 2) throw error;
    return calculateKnown(law, want.slice(0, -1), situation, at);
  }
}
