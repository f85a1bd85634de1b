/** Questions about taxes in everyday words, answered from guides with the article and figures of the law engine alone. */
export {
  type Answer,
  type Ask,
  AskUnavailable,
  answerText,
  type FullAnswer,
  type Note,
  openAsk,
  type Sources,
} from "./answer.ts";
export { type Amount, figureText } from "./figures.ts";
export { longestQuestion } from "./find.ts";
export { type ContentReader, type Guide, type Lang, readGuides, readOtherTopics } from "./guide.ts";
export { joinSigns, signsSchema } from "./signs.ts";
export { readStatute, type Statute } from "./statutes.ts";
export { inputOf, readFacts } from "./works.ts";
