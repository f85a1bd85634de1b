/** County and district of an address as shops write it; empty if it names none. */
export type Place = { readonly county: string; readonly district: string };

const cities = "臺北|新北|桃園|臺中|臺南|高雄|基隆|新竹|嘉義";
const counties = "新竹|苗栗|彰化|南投|雲林|嘉義|屏東|宜蘭|花蓮|臺東|澎湖|金門|連江";
// cities have districts (區), counties have townships and cities of their own (鄉鎮市): 前鎮區 is one name, not 前鎮
const inCity = new RegExp(`^\\d{0,6}\\s*((?:${cities})市)(.{1,3}?區)?`);
const inCounty = new RegExp(`^\\d{0,6}\\s*((?:${counties})縣)(.{1,3}?[鄉鎮市])?`);

/** 台 and 臺 are the same character in comparisons. */
export const sameWriting = (name: string): string => name.replaceAll("台", "臺");

export function placeOf(address: string | undefined): Place {
  const written = sameWriting(address ?? "");
  const [, county = "", district = ""] = inCity.exec(written) ?? inCounty.exec(written) ?? [];
  return { county, district };
}
