import type { NewShop } from '../catalog/index.ts';

type OptionGroups = NonNullable<NewShop['categories'][number]['products'][number]['optionGroups']>;

/** A dish of the demo shop; its picture is `pictures/<slug>.svg`. */
interface DemoDish {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly priceFen: number;
  readonly stock?: number;
  readonly optionGroups?: OptionGroups;
}

interface DemoCategory {
  readonly name: string;
  readonly dishes: readonly DemoDish[];
}

const noodleOptions: OptionGroups = [
  {
    ...{ name: '份量', min: 1, max: 1 },
    choices: [
      { name: '二两', deltaFen: 0 },
      { name: '三两', deltaFen: 4_00 },
    ],
  },
  {
    ...{ name: '辣度', min: 1, max: 1 },
    choices: [
      { name: '微辣', deltaFen: 0 },
      { name: '中辣', deltaFen: 0 },
      { name: '特辣', deltaFen: 0 },
    ],
  },
  {
    ...{ name: '加料', min: 0, max: 2 },
    choices: [
      { name: '煎蛋', deltaFen: 3_00 },
      { name: '青菜', deltaFen: 2_00 },
      { name: '脆臊', deltaFen: 6_00 },
    ],
  },
];

const drinkOptions: OptionGroups = [
  {
    ...{ name: '温度', min: 1, max: 1 },
    choices: [
      { name: '冰镇', deltaFen: 0 },
      { name: '常温', deltaFen: 0 },
    ],
  },
];

/** What 巷口小馆 cooks. */
export const demoMenu: readonly DemoCategory[] = [
  {
    name: '招牌',
    dishes: [
      dish('hongshaorou', '红烧肉', 38_00, '五花三层慢火焖两小时，酱香浓厚，肥而不腻。'),
      dish('mapo-doufu', '麻婆豆腐', 22_00, '嫩豆腐配牛肉末，花椒现磨，麻辣烫嘴。'),
      dish('gongbao-jiding', '宫保鸡丁', 32_00, '鸡腿肉切丁爆炒，花生酥脆，糊辣荔枝口。'),
      { ...dish('suancai-yu', '酸菜鱼', 58_00, '鲜活草鱼现杀现片，老坛酸菜熬汤，酸爽开胃。'), stock: 12 },
      dish('huiguo-rou', '回锅肉', 34_00, '二刀肉煮后回锅，蒜苗豆瓣一炒，灯盏窝卷起香气。'),
    ],
  },
  {
    name: '小炒',
    dishes: [
      dish('fanqie-chaodan', '番茄炒蛋', 20_00, '熟透的番茄出沙，土鸡蛋蓬松，酸甜拌饭。'),
      dish('qingjiao-rousi', '青椒肉丝', 26_00, '里脊切丝滑炒，螺丝椒清脆微辣。'),
      dish('suanrong-xilanhua', '蒜蓉西兰花', 22_00, '焯水快炒，蒜香扑鼻，口口脆嫩。'),
      dish('ganbian-sijidou', '干煸四季豆', 24_00, '豆角煸到起皱，肉末芽菜收干，越嚼越香。'),
      dish('yuxiang-qiezi', '鱼香茄子', 25_00, '茄条软糯入味，泡椒姜蒜烧出鱼香。'),
    ],
  },
  {
    name: '主食',
    dishes: [
      dish('mifan', '米饭', 2_00, '东北新米，粒粒分明，一碗管饱。'),
      dish('danchaofan', '蛋炒饭', 16_00, '隔夜饭大火快炒，蛋香裹住每一粒米。'),
      {
        ...dish('dandan-mian', '担担面', 18_00, '芝麻酱、芽菜、脆臊子，拌匀了趁热吃。'),
        optionGroups: noodleOptions,
      },
      dish('hongyou-chaoshou', '红油抄手', 19_00, '皮薄馅嫩，红油自家炼，微辣回甜。'),
      dish('zhajiang-mian', '炸酱面', 20_00, '六必居黄酱小火炸透，手擀面配八样菜码。'),
    ],
  },
  {
    name: '凉菜',
    dishes: [
      dish('paihuanggua', '拍黄瓜', 12_00, '刀拍入味，蒜泥香醋一拌，清爽解腻。'),
      dish('fuqi-feipian', '夫妻肺片', 32_00, '牛腱牛肚切薄片，红油芝麻，麻辣鲜香。'),
      { ...dish('koushui-ji', '口水鸡', 29_00, '三黄鸡浸熟冰镇，皮脆肉嫩，红油浇透。'), stock: 8 },
      dish('pidan-doufu', '皮蛋豆腐', 15_00, '松花皮蛋配内酯豆腐，一勺酱油一撮葱花。'),
    ],
  },
  {
    name: '饮品',
    dishes: [
      {
        ...dish('suanmeitang', '酸梅汤', 8_00, '乌梅山楂陈皮熬煮，酸甜解腻。'),
        optionGroups: drinkOptions,
      },
      dish('douzi', '豆浆', 6_00, '黄豆当天现磨，浓而不涩，冷热都行。'),
      dish('molihua-cha', '茉莉花茶', 10_00, '福州茉莉窨制，一壶花香，可续水。'),
    ],
  },
];

function dish(slug: string, name: string, priceFen: number, description: string): DemoDish {
  return { slug, name, priceFen, description };
}
