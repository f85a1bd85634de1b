import Type, { type Static } from "typebox";
import type { Draft } from "../draft.ts";
import { closed } from "../facts.ts";

/** A name that is taken, by which custom (Name Act, Articles 1, 2 and 4). */
export const newName = closed({
  /** The given name; of a traditional name all of it. */
  given: Type.String({ minLength: 1, maxLength: 60 }),
  /** `indigenous`: traditional name of an indigenous people; `minority`: of another ethnic minority; `naturalised`: of one naturalised. */
  custom: Type.Optional(Type.Enum(["han", "indigenous", "minority", "naturalised"])),
  /** The traditional or foreign name in Latin letters beside the Chinese one. */
  parallel: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
});
export type NewName = Static<typeof newName>;

const dictionaries = "D0030011:2";
const form = "D0030011:3";
const besides = "D0030011:4";
/** Article 2, paragraph 3, was added by the amendment of 2024-05-29, in force on the third day. */
const indigenousScriptSince = "2024-05-31";

let common: ReadonlySet<string> | undefined;

/**
 * The 13,053 characters of Big5, levels 1 and 2: they were taken from the Ministry of Education's tables of standard forms, so its dictionary has
 * them. Of other Han characters a program does not know whether one of the dictionaries does; the officer looks them up.
 */
function commonCharacters(): ReadonlySet<string> {
  if (common) return common;
  const big5 = new TextDecoder("big5");
  const characters = new Set<string>();
  const add = (from: number, to: number): void => {
    for (let code = from; code <= to; code++) {
      const trail = code & 0xff;
      if ((trail < 0x40 || trail > 0x7e) && (trail < 0xa1 || trail > 0xfe)) continue;
      characters.add(big5.decode(Uint8Array.of(code >> 8, trail)));
    }
  };
  add(0xa440, 0xc67e);
  add(0xc940, 0xf9d5);
  common = characters;
  return characters;
}

/** Ideographs, without radicals, numerals and marks of repetition that Unicode counts as Han too. */
const isHan = (char: string): boolean =>
  /^\p{Ideographic}$/u.test(char) && /^\p{Script=Han}$/u.test(char) && !/^[〆〡-〩〸-〺]$/u.test(char);
const isLatin = /^\p{Script=Latin}/u;
/** Latin letters with the signs of the indigenous peoples' writing systems; single blanks between the parts. */
const latinName = /^\p{Script=Latin}[\p{Script=Latin}\p{Mark}'’ʼ^:_.-]*( \p{Script=Latin}[\p{Script=Latin}\p{Mark}'’ʼ^:_.-]*)*$/u;
/** Stands between the parts of a traditional name in Chinese. */
const separator = "‧";

function checkChinese(draft: Draft, name: string, isTraditional: boolean): void {
  const parts = isTraditional ? name.split(separator) : [name];
  if (parts.includes("") || /\s/u.test(name)) draft.refuse("name-form", form, "name");
  const characters = parts.flatMap((part) => [...part.replace(/\s/gu, "")]);
  if (characters.some((char) => !isHan(char))) draft.refuse("name-character", dictionaries, "name");
  else if (characters.some((char) => !commonCharacters().has(char))) draft.judge("name-character-rare", dictionaries, "name");
}

/** The name as it is to stand in a person's record, and what is wrong with its characters and form. */
export function checkName(draft: Draft, name: NewName, surname: string): string {
  const { given, custom = "han", parallel } = name;
  const isTraditional = custom === "indigenous" || custom === "minority";
  const main = isTraditional ? given : `${surname}${given}`;
  if (custom === "indigenous" && isLatin.test(main)) {
    const isAllowed = draft.application.filedOn >= indigenousScriptSince && latinName.test(main);
    if (!isAllowed) draft.refuse("name-character", dictionaries, "name");
  } else checkChinese(draft, main, isTraditional);
  if (parallel === undefined) return main;
  if (custom === "han") draft.refuse("name-parallel-not-allowed", besides, "name");
  else if (!latinName.test(parallel)) draft.refuse("name-character", besides, "name");
  return `${main} ${parallel}`;
}

/** Surnames of two characters; a name does not show where its surname ends. */
const compound =
  "歐陽 司馬 司徒 上官 諸葛 皇甫 尉遲 公孫 慕容 令狐 夏侯 東方 端木 宇文 長孫 鮮于 申屠 淳于 軒轅 東郭 南宮 西門 第五 百里 呼延 張簡 范姜 江謝 張廖 周黃 葉劉 郭李".split(
    " ",
  );

/** The surname of a recorded name, if it is one; `stated` decides where it begins the name, such as a surname with the spouse's before it. */
export function surnameOf(name: string, stated?: string): string {
  if (stated && name.startsWith(stated) && stated !== name) return stated;
  return compound.find((one) => name.startsWith(one) && name.length > one.length) ?? [...name][0] ?? "";
}

/** The name with another surname before the given name. */
export const withSurname = (name: string, from: string, to: string): string => `${to}${name.slice(from.length)}`;
