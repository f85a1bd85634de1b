import type { FindingCode } from "../codes.ts";
import { isPersonNumber, namesCode } from "./identifiers.ts";

export type PersonalCode = Extract<FindingCode, `personal-${string}`>;

const surnames = new Set(
  "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴徐周葉蘇莊江呂何羅高蕭潘簡朱鍾彭游詹胡施沈余趙盧梁顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁卓馬阮董唐溫藍蔣石古紀姚連馮歐程湯黎田康姜汪" +
    "白鄒尤巫鐘涂龔嚴韓袁金童陸夏柳邵錢伍倪溫于譚駱熊任甘秦顧毛章史官萬俞雷粘饒闕凌崔尹孔常辜武辛陶易段龍韋葛池孟褚殷麥賀賈莫文管關向包丘梅華裴樊房全佘左花魯安鮑郝穆塗蒲",
);
const compound = /^(歐陽|司馬|上官|諸葛|司徒|張簡|范姜|皇甫|尉遲|公孫|夏侯)/;

/** 王小明, 歐陽娜娜, 張簡某某: a surname and one or two characters; names hidden by a sign are none. */
export const isPersonName = (text: string): boolean => {
  const name = text.trim();
  if (!/^\p{Script=Han}{2,5}$/u.test(name)) return false;
  if (/[縣市區鄉鎮村里路街站所局處部校院館廟宮寺橋園場店]$/.test(name)) return false;
  return compound.test(name) ? name.length >= 3 : name.length <= 3 && surnames.has(name[0]!);
};

/** Whether a column's name says that names of people stand in it. */
const namesPerson = (name: string): boolean =>
  /姓名|^(聯絡人|連絡人|申請人|當事人|承辦人|飼主|負責人|代表人|所有權人|被害人|受益人|家長|監護人|駕駛人|車主)(姓名|名稱)?$|person_?name|full_?name|owner_?name|contact_?name/i.test(
    name,
  ) && !/(機關|公司|單位|學校)/.test(name);
const namesPhone = (name: string): boolean => /電話|手機|行動|聯絡|連絡|phone|mobile|^tel/i.test(name);
const namesPlate = (name: string): boolean => /車牌|車號|牌照|plate/i.test(name) && !/數|類|種|別/.test(name);

const numberShape = /(?<![A-Za-z0-9])[A-Z][1289A-D]\d{8}(?![A-Za-z0-9])/g;
const dashedMobile = /(?<![\d-])(09\d{2}[-\s]\d{3}[-\s]?\d{3}|\+?886[-\s]?9\d{2}[-\s]?\d{3}[-\s]?\d{3})(?![\d-])/;
const bareMobile = /(?<![\d.-])09\d{8}(?![\d.-])/;
const plate = /^([A-Z]{2,3}-?\d{3,4}|\d{3,4}-?[A-Z]{2,3}|[A-Z]\d-?\d{3,4}|\d{4}-?[A-Z]\d)$/;

/** Wide letters and digits as they are meant: a number is no less personal for being written wide. */
const narrow = (text: string): string => (/[０-９Ａ-Ｚａ-ｚ－]/.test(text) ? text.normalize("NFKC") : text);

const maxKept = 20;

/** Watches one column for personal data; some are certain by themselves, others only by what the whole column has. */
export function personalWatch(columnName: string) {
  const named = { person: namesPerson(columnName), phone: namesPhone(columnName), plate: namesPlate(columnName) };
  const kept: Record<string, number[]> = {};
  const keep = (what: string, row: number): void => {
    marks++;
    kept[what] ??= [];
    const rows = kept[what];
    if (rows.length < maxKept) rows.push(row);
  };
  let marks = 0;
  const count = { values: 0, numberShapes: 0, numbers: 0, tenDigits: 0, bareMobiles: 0, plates: 0, names: 0 };
  return {
    /** The column is named as one of people, telephones or plates. */
    isNamed: named.person || named.phone || named.plate,
    look(cell: string, row: number): void {
      count.values++;
      if (cell.length < 5 && !named.person) return;
      const text = narrow(cell.trim());
      if (text.length >= 9) {
        for (const [found] of text.toUpperCase().matchAll(numberShape)) {
          count.numberShapes++;
          marks++;
          if (!isPersonNumber(found)) continue;
          count.numbers++;
          keep("number", row);
        }
        if (dashedMobile.test(text)) keep("dashed", row);
        else if (bareMobile.test(text)) {
          if (/^\d{10}$/.test(text)) count.bareMobiles++;
          keep(/^\d{10}$/.test(text) ? "bare" : /電話|手機|聯絡|連絡|洽/.test(text) || named.phone ? "dashed" : "embedded", row);
        }
        if (/^\d{10}$/.test(text)) {
          count.tenDigits++;
          marks++;
        }
      }
      if (named.person && isPersonName(text)) {
        count.names++;
        keep("name", row);
      }
      if (text.length >= 5 && text.length <= 8 && plate.test(text.toUpperCase())) {
        count.plates++;
        keep("plate", row);
      }
    },
    /** Values that leave no mark, so many more of them. */
    again(times: number): void {
      count.values += times;
    },
    /** How often a value looked like something of a person: one that leaves no mark is only counted. */
    marks: (): number => marks,
    /** What the column has, once all of it was seen. */
    *result(): Generator<{ code: PersonalCode; row: number }> {
      const rows = (what: string): number[] => kept[what] ?? [];
      // codes of the same shape pass the check digit one time in ten: a long column in which most fail has other codes
      if (count.numberShapes < 10 || count.numbers >= count.numberShapes * 0.3)
        for (const row of rows("number")) yield { code: "personal-national-id", row };
      for (const row of rows("dashed")) yield { code: "personal-phone", row };
      // ten digits beginning with 09 are also codes of hospitals of some counties: others of the column tell which
      if (named.phone || (!namesCode(columnName) && count.bareMobiles >= 3 && count.bareMobiles >= count.tenDigits * 0.9))
        for (const row of rows("bare")) yield { code: "personal-phone", row };
      const mostlyPlates = count.plates >= 5 && count.plates >= count.values * 0.8;
      if (named.plate || mostlyPlates) for (const row of rows("plate")) yield { code: "personal-plate", row };
      if (count.names > 0 && count.names >= count.values * 0.3)
        for (const row of rows("name")) yield { code: "personal-name", row };
    },
  };
}
