import { examplesOf, statute, today, type WorkedExample } from "./write.ts";

const of = examplesOf("consumption");
const goods = (good: string, price: number) => ({ "commodity.good": good, "commodity.price": price });
const show = (kind: string, price: number) => ({ "amusement.show": kind, "amusement.price": price });
const electric = (price: number) => ({ "commodity.price": price, "commodity.tenthsOfHorsepower": 2_000 });

export const consumption: readonly WorkedExample[] = [
  of("commodity.tax", today, goods("carSmall", 800_000), 200_000, statute("貨物稅條例 §12 I 1 (1): 25 % up to 2,000 cc")),
  of("commodity.tax", today, goods("carLarge", 1_000_000), 300_000, statute("貨物稅條例 §12 I 1 (1): 30 % above 2,000 cc")),
  of("commodity.tax", today, goods("motorcycle", 100_000), 17_000, statute("貨物稅條例 §12 I 2: 17 %")),
  of("commodity.tax", today, goods("tyreHeavy", 10_000), 1_000, statute("貨物稅條例 §6 I 1: 10 % for lorries and buses")),
  of("amusement.mostTax", today, show("film", 1_000), 600, statute("娛樂稅法 §5 I 1: 60 % at most")),
  of("amusement.mostTax", today, show("mandarinFilm", 1_000), 300, statute("娛樂稅法 §5 I 1: films in Chinese 30 % at most")),
  of("amusement.mostTax", today, show("professionalShow", 1_000), 300, statute("娛樂稅法 §5 I 2: 30 % at most")),
  of("amusement.mostTax", today, show("contest", 1_000), 100, statute("娛樂稅法 §5 I 4: 10 % at most")),
  of("amusement.mostTax", today, show("billiards", 1_000), 500, statute("娛樂稅法 §5 I 6: 50 % at most")),
  of("amusement.mostTax", today, show("bowling", 1_000), 300, statute("娛樂稅法 §5 I 6: 30 % at most")),
  of("amusement.mostTax", today, show("other", 1_000), 500, statute("娛樂稅法 §5 I 6: other amusements 50 % at most")),
  of("amusement.mostTax", today, show("drama", 1_000), 50, statute("娛樂稅法 §5 I 3: 5 % at most")),
  of("amusement.mostTax", today, show("danceHall", 1_000), 1_000, statute("娛樂稅法 §5 I 5: 100 % at most")),
  of("amusement.mostTax", today, show("golf", 1_000), 200, statute("娛樂稅法 §5 I 6: 20 % at most")),
  of(
    "commodity.evExempt",
    today,
    electric(2_000_000),
    175_000,
    statute("貨物稅條例 §12 III, §12-3: half of 25 % on the first 1,400,000"),
  ),
  of("commodity.evExempt", today, electric(800_000), 100_000, statute("貨物稅條例 §12 III, §12-3: half of 25 % on all of it")),
];
