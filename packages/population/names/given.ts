type Character = readonly [character: string, latin: string];
const list = (text: string): Character[] => text.split(" ").map((pair) => [pair[0]!, pair.slice(1)] as const);

/** Characters of given names by sex and generation: born before 1970, before 2000, and since. */
const older = {
  male: {
    first: list("文Wen 金Chin 正Cheng 清Ching 明Ming 榮Jung 國Kuo 進Chin 永Yung 水Shui 天Tien 萬Wan 武Wu 添Tien 義I"),
    last: list("雄Hsiung 山Shan 龍Lung 財Tsai 成Cheng 生Sheng 發Fa 德Te 福Fu 輝Hui 宗Tsung 義I 章Chang 興Hsing 田Tien"),
  },
  female: {
    first: list("秀Hsiu 美Mei 淑Shu 麗Li 玉Yu 月Yueh 素Su 碧Pi 春Chun 寶Pao 惠Hui 金Chin 錦Chin 阿A 瑞Jui"),
    last: list("珠Chu 英Ying 蘭Lan 霞Hsia 琴Chin 鳳Feng 雲Yun 花Hua 珍Chen 梅Mei 香Hsiang 卿Ching 綢Chou 桃Tao 嬌Chiao"),
  },
};
const middle = {
  male: {
    first: list("志Chih 俊Chun 建Chien 家Chia 冠Kuan 宗Tsung 信Hsin 承Cheng 柏Po 偉Wei 嘉Chia 政Cheng 彥Yen 育Yu 智Chih"),
    last: list("豪Hao 宏Hung 傑Chieh 偉Wei 銘Ming 賢Hsien 翰Han 廷Ting 榮Jung 明Ming 誠Cheng 緯Wei 文Wen 哲Che 達Ta"),
  },
  female: {
    first: list("雅Ya 怡I 淑Shu 佳Chia 惠Hui 美Mei 婉Wan 欣Hsin 靜Ching 筱Hsiao 詩Shih 思Szu 慧Hui 佩Pei 郁Yu"),
    last: list("婷Ting 君Chun 玲Ling 芬Fen 萍Ping 如Ju 雯Wen 蓉Jung 娟Chuan 慧Hui 涵Han 琪Chi 文Wen 瑜Yu 芳Fang"),
  },
};
const younger = {
  male: {
    first: list("宥Yu 承Cheng 品Pin 柏Po 睿Jui 宇Yu 子Tzu 冠Kuan 彥Yen 昱Yu 奕I 恩En 辰Chen 威Wei 哲Che"),
    last: list("恩En 翰Han 睿Jui 廷Ting 宇Yu 辰Chen 佑Yu 軒Hsuan 叡Jui 安An 齊Chi 諺Yen 哲Che 樂Le 凱Kai"),
  },
  female: {
    first: list("詠Yung 子Tzu 品Pin 苡I 宥Yu 芷Chih 羽Yu 語Yu 思Szu 采Tsai 沛Pei 昕Hsin 心Hsin 予Yu 妍Yen"),
    last: list("晴Ching 彤Tung 妍Yen 恩En 瑜Yu 蓁Chen 潔Chieh 甯Ning 庭Ting 菲Fei 熙Hsi 涵Han 希Hsi 霏Fei 安An"),
  },
};

export const givenNames = (sex: "male" | "female", bornIn: number): { first: readonly Character[]; last: readonly Character[] } =>
  (bornIn < 1970 ? older : bornIn < 2000 ? middle : younger)[sex];
