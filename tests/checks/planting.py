"""A clean speech at some length, and the faults that are planted in it, one at a time."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["AGAINST_PLANTED", "LONG", "LONG_PLAN", "LONG_PLANTED", "OLD", "Planted"]


class Planted(NamedTuple):
    """What stands in the clean speech, what stands there with the fault, the rule, and what it points at."""

    old: str
    new: str
    rule: str
    text: str


LONG = """\
在区委第六轮巡察工作动员部署会上的讲话
（2024年5月15日）
同志们：
今天召开区委第六轮巡察工作动员部署会，主要任务是贯彻上级有关会议要求，对这一轮巡察进行动员。刚才，区委常委、组织部部长程砚秋同志宣读了分工决定，程砚秋部长还要具体部署。下面，我讲三点意见：
一、提高站位，深刻认识巡察工作的意义
前一阶段的工作打下了底子，也留下了不少要补的课，越是这个时候越要沉住气、看长远。
（一）这是落实政治要求的具体行动。要深入学习党的二十大精神，坚持用习近平新时代中国特色社会主义思想武装头脑，深刻领悟“两个确立”的决定性意义，增强“四个意识”、坚定“四个自信”、做到“两个维护”，把各项部署不折不扣落到末梢。
（二）这是推动自我革命的重要抓手。从查办的案件看，有的单位账目混乱，有的干部作风飘浮，说明反腐败斗争一刻也不能放松。要一体推进不敢腐、不能腐、不想腐，让监督长牙带电。
（三）这是护航澄湖发展的有力保障。澄湖区的产业要转型，澄湖的乡村要振兴，都离不开一支敢碰硬的队伍。望河镇的群众说，巡察组来了，事情就有人管了。
二、突出重点，精准开展政治监督
这次巡察要抓住关键，不搞面面俱到，也不搞走马观花，把有限的力量用在最要紧的地方。
（一）看责任落没落实。要严格遵守六项纪律（政治纪律、组织纪律、廉洁纪律、群众纪律、工作纪律、生活纪律），经受住四大考验，即执政考验、改革开放考验、市场经济考验、外部环境考验。对照《中国共产党纪律处分条例》逐条检查。
（二）看作风正不正。形式主义、官僚主义、享乐主义、奢靡之风“四风”问题树倒根存，要紧盯不放。要查清楚有没有吃拿卡要，有没有推诿扯皮，有没有欺上瞒下。
（三）看权力用得对不对。工程招标、资金拨付、人员录用这些环节，最容易出毛病，两个组都要摸清底数，逐笔核对，不放过一个疑点。
三、压实责任，确保巡察取得实效
巡察是全区的大事，各方面都要上心出力，拧成一股绳，不能只当看客。
（一）组织领导要到位。区委切实担起主体责任，巡察办做好统筹，有关部门提前提供情况，抽调的干部与原岗位脱钩。
（二）协作配合要到位。被巡察单位要敞开大门，如实反映情况，不得隐瞒不报。这里强调两点：一是主要负责人带头；二是资料准备齐全。
（三）纪律作风要到位。巡察干部要管住嘴、管住手、管住腿，不该问的不问，不该说的不说，守好保密这条底线。
同志们，责任重于泰山。让我们振作精神，把这一轮巡察做扎实，以实际行动交出一份合格的答卷。"""

LONG_PLAN = """
genre = "动员部署讲话"
title = "在区委{{ round }}巡察工作动员部署会上的讲话"
date = "2024-05-15"
length = 1050
[profile]
keep = ["望河镇"]
[profile.values]
round = "第六轮"
district = "澄湖区"
[profile.people]
"组织部部长" = "程砚秋"
[[section]]
move = "significance"
[[section]]
move = "tasks"
[[section]]
move = "responsibility"
"""

_REPEATED = "对照《中国共产党纪律处分条例》逐条检查。"
_SAID = "要查清楚有没有吃拿卡要，有没有推诿扯皮，有没有欺上瞒下。"
_NEARLY = "还要查清楚有没有吃拿卡要，有没有推诿扯皮，有没有阳奉阴违。"
_EMPTY = (
    "巡察是全区的大事，各方面都要上心出力，拧成一股绳，不能只当看客。\n（一）组织领导要到位。区委切实担起主体责任，"
    "巡察办做好统筹，有关部门提前提供情况，抽调的干部与原岗位脱钩。\n（二）协作配合要到位。被巡察单位要敞开大门，"
    "如实反映情况，不得隐瞒不报。这里强调两点：一是主要负责人带头；二是资料准备齐全。\n（三）纪律作风要到位。巡察干部要"
    "管住嘴、管住手、管住腿，不该问的不问，不该说的不说，守好保密这条底线。\n"
)

_LONG_PART = (
    "".join(f"第{number}个单位的情况各不相同，要分开来看，分开来谈。" for number in range(100, 160)) + "\n"
)

LONG_PLANTED = [
    # Leftovers that need nothing but the speech.
    Planted("护航澄湖发展", "护航青岚区发展", "other-district", "青岚区"),
    Planted("要深入学习", "要迎接党的二十大召开，深入学习", "congress-past", "党的二十大"),
    Planted("（2024年5月15日）", "（2021年12月15日）", "congress-not-yet", "党的二十大"),
    Planted("党的二十大精神", "党的二十届三中全会精神", "congress-not-yet", "党的二十届三中全会"),
    Planted("责任重于泰山", "喜迎新中国成立70周年，责任重于泰山", "anniversary-past", "新中国成立70周年"),
    Planted("责任重于泰山", "今年是新中国成立74周年，责任重于泰山", "anniversary-wrong", "新中国成立74周年"),
    Planted("程砚秋部长还要", "2024年5月20日（星期五），程砚秋部长还要", "weekday-wrong", "2024年5月20日（星期五"),
    Planted("不搞面面俱到", "我县不搞面面俱到，我区也不搞、我区更不搞", "own-level-mixed", "我县"),
    # What was of its time.
    Planted("前一阶段的工作", "当前，党史学习教育正在全区开展，前一阶段的工作", "campaign-over", "党史学习教育"),
    Planted("前一阶段的工作", "眼下，全党主题教育正式启动，前一阶段的工作", "campaign-over", "全党主题教育"),
    Planted("从查办的案件看", "今年，扫黑除恶专项斗争还要深挖，从查办的案件看", "campaign-over", "扫黑除恶专项斗争"),
    Planted("从查办的案件看", "要以党史学习教育为契机，从查办的案件看", "campaign-ended", "党史学习教育"),
    Planted("从查办的案件看", "眼下纪检监察干部队伍教育整顿正在开展，从查办的案件看", "campaign-ended", "纪检监察干部队伍教育整顿"),
    Planted("从查办的案件看", "巩固深入贯彻中央八项规定精神学习教育成果，从查办的案件看", "campaign-not-yet", "深入贯彻中央八项规定精神学习教育"),
    Planted("责任重于泰山", "今年是“十四五”开局之年，责任重于泰山", "plan-period", "“十四五”开局之年"),
    Planted("责任重于泰山", "要为圆满完成“十三五”规划出力，责任重于泰山", "plan-period", "为圆满完成“十三五”规划"),
    # Formulae.
    Planted("前一阶段的工作", "前一阶段“七个聚焦”的工作", "not-yet-namesake", "七个聚焦"),
    Planted("、坚定“四个自信”", "、坚定“三个自信”", "superseded", "三个自信"),
    Planted("要查清楚", "牢记“两个务必”，要查清楚", "superseded", "两个务必"),
    Planted("群众纪律、", "", "member-missing", "六项纪律"),
    Planted("外部环境考验。", "国际形势考验。", "member-wrong", "四大考验"),
    Planted("工作纪律、生活", "社会纪律、生活", "member-wrong", "六项纪律"),
    Planted("执政考验、改革开放考验、", "改革开放考验、执政考验、", "member-order", "四大考验"),
    Planted("形式主义、官僚主义、享乐主义", "官僚主义、形式主义、享乐主义", "member-order", "四风"),
    Planted(
        "要查清楚",
        "协调推进“四个全面”战略布局，即全面建成小康社会、全面深化改革、全面依法治国、全面从严治党，要查清楚",
        "member-outdated",
        "四个全面",
    ),
    Planted("增强“四个意识”、坚定“四个自信”", "坚定“四个自信”、增强“四个意识”", "chain-order", "四个自信"),
    Planted("、坚定“四个自信”、做到“两个维护”", "、做到“两个维护”、坚定“四个自信”", "chain-order", "两个维护"),
    Planted("、坚定“四个自信”", "", "chain-gap", "两个确立”的决定性意义，增强“四个意识”、做到“两个维护"),
    Planted("增强“四个意识”", "做到“四个意识”", "chain-verb", "四个意识"),
    Planted("增强“四个意识”", "增强“四个意思”", "name-near-miss", "四个意思"),
    Planted("做到“两个维护”", "做到“两个维持”", "name-near-miss", "两个维持"),
    # Counts.
    Planted("讲三点意见", "讲四点意见", "count-mismatch", "四点意见"),
    Planted("强调两点", "强调三点", "count-mismatch", "三点"),
    Planted("；二是资料准备齐全", "；二是资料准备齐全；三是人员安排妥当", "count-mismatch", "两点"),
    # Structure.
    Planted("（二）这是推动", "（三）这是推动", "numbering-gap", "（三）"),
    Planted("（三）这是护航", "（二）这是护航", "numbering-duplicate", "（二）"),
    Planted("\n三、压实责任", "\n四、压实责任", "numbering-gap", "四、"),
    Planted(_EMPTY, "", "section-empty", "三、压实责任，确保巡察取得实效"),
    Planted("同志们：\n今天", "今天", "salutation-missing", ""),
    Planted(
        "同志们，责任重于泰山。让我们振作精神，把这一轮巡察做扎实，以实际行动交出一份合格的答卷。",
        "",
        "closing-missing",
        "",
    ),
    Planted("（三）纪律作风", "（一）纪律作风", "numbering-restart", "（一）"),
    Planted("（三）看权力", "（一）看权力", "numbering-restart", "（一）"),
    Planted("\n二、突出重点", "\n二．突出重点", "numbering-mixed", "二．"),
    Planted("（二）看作风正不正", "（四）看作风正不正", "numbering-order", "（三）"),
    Planted(_EMPTY, _EMPTY.replace("（三）", "（六）").replace("（二）", "（五）").replace("（一）", "（四）"), "numbering-continued", "（四）"),
    Planted("（二）看作风正不正。", "（二）\n看作风正不正。", "number-alone", "（二）"),
    Planted("\n三、压实责任", "\n三、\n压实责任", "number-alone", "三、"),
    Planted(_EMPTY, _EMPTY.replace("（一）", "1.").replace("（二）", "2.").replace("（三）", "3."), "numbering-level-mixed", "1."),
    Planted("（二）看作风正不正。形式主义、官僚主义、享乐主义、奢靡之风“四风”问题树倒根存，要紧盯不放。要查清楚有没有吃拿卡要，有没有推诿扯皮，有没有欺上瞒下。", "（二）", "heading-missing", "（二）"),
    Planted(_EMPTY, "要落实。\n", "section-short", "三、压实责任，确保巡察取得实效"),
    Planted(_EMPTY, _LONG_PART, "section-long", "三、压实责任，确保巡察取得实效"),
    Planted("（2024年5月15日）", "（2017年5月15日）", "not-yet", "习近平新时代中国特色社会主义思想"),
    # Overlap within the speech.
    Planted("，守好保密这条底线。", f"，守好保密这条底线。{_SAID}", "sentence-repeated", _SAID),
    Planted("，守好保密这条底线。", f"，守好保密这条底线。{_NEARLY}", "sentence-alike", _NEARLY),
    # Punctuation.
    Planted("做到“两个维护”，", "做到“两个维护，", "mark-unpaired", "“两个维护，把"),
    Planted("“四风”问题", "四风”问题", "mark-unpaired", "奢靡之风四风”"),
    Planted("处分条例》", "处分条例", "mark-unpaired", "《中国共产党纪"),
    Planted("生活纪律）", "生活纪律", "mark-unpaired", "（政治纪律、组"),
    Planted("一股绳，", "一股绳，，", "mark-doubled", "，，"),
    Planted("到末梢。", "到末梢。。", "mark-doubled", "。。"),
    Planted("上心出力，", "上心出力、，", "mark-doubled", "、，"),
    Planted("一股绳，不能", "一股绳,不能", "mark-half", ","),
    Planted("二是资料", "二是资\u3000料", "space-inside", "资\u3000料"),
    Planted("“四风”问题", '"四风"问题', "quote-straight", '"四风"'),
    Planted("两个组都要", "１２个组都要", "digit-full", "１２"),
    Planted("前一阶段", "，前一阶段", "mark-leading", "，"),
    Planted("欺上瞒下。", "欺上瞒下、、、等等。", "mark-ellipsis", "、、、"),
    # Words.
    Planted("逐条检查", "逐条进行进行检查", "word-repeated", "进行进行"),
    Planted("这一轮巡察做", "这一轮的的巡察做", "word-repeated", "的的"),
    Planted("各项部署不折", "各项布署不折", "word-wrong", "布署"),
    Planted("时代中国特色社会主义思想", "时代特色社会主义思想", "word-wrong", "习近平新时代特色社会主义思想"),
    Planted("前一阶段的工作", "截止2024年4月的工作", "word-form", "截止"),
    Planted("有的单位账目", "约30个左右单位账目", "word-form", "约30个左右"),
    Planted("两个组都要", "二个组都要", "er-liang", "二个"),
    Planted(_REPEATED, "对照《中国共产党党内监督条例（试行）》逐条检查。", "document-superseded", "《中国共产党党内监督条例（试行）》"),
    Planted("程砚秋部长还要", "程砚秋书记还要", "person-office", "程砚秋"),
    Planted("程砚秋部长还要", "区委组织部部长韩松柏，还要", "office-holder", "韩松柏"),
    Planted("程砚秋部长还要", "程砚林部长还要", "person-variant", "程砚林"),
    # Against the plan.
    Planted("望河镇的群众", "松门镇的群众", "outside-profile", "松门镇"),
    Planted("护航澄湖发展", "护航青岚区发展", "outside-profile", "青岚区"),
    Planted("程砚秋部长还要", "韩松柏同志还要", "outside-profile", "韩松柏"),
    Planted("程砚秋部长还要", "由韩松柏牵头，还要", "outside-profile", "韩松柏"),
    Planted("全区的大事", "我县的大事", "own-level", "我县"),
    Planted("\n二、突出重点", "此外还要多说几句。" * 30 + "\n二、突出重点", "length-over", ""),
    Planted(_EMPTY, "要落实。\n", "length-under", ""),
]  # fmt: skip

OLD = """\
在区委第三轮巡察工作动员会上的讲话
（2019年5月6日）
同志们：
东湖区的事大家清楚，东湖要发展，离不开监督。临溪镇先走一步，孟广川书记讲了话，罗晋同志作了发言，区教育局表了态。根据东委巡办〔2019〕12号通知和区第八次党代会部署，
今年一季度查办的案件比往年都多，“固本强基”专项行动正在开展，首轮巡察对6家单位反馈了意见。2018年12月的账要结清。
"""

AGAINST_PLANTED = [
    Planted("望河镇的群众", "临溪镇的群众", "leftover-place", "临溪镇"),
    Planted("护航澄湖发展", "护航东湖发展", "leftover-place", "东湖"),
    Planted("护航澄湖发展", "护航东湖区发展", "leftover-place", "东湖区"),
    Planted("程砚秋部长还要", "孟广川书记还要", "leftover-person", "孟广川"),
    Planted("程砚秋部长还要", "由孟广川牵头，还要", "leftover-person", "孟广川"),
    Planted("程砚秋部长还要", "罗晋几次说过，还要", "leftover-person", "罗晋"),
    Planted("，有关部门提前", "，区教育局提前", "leftover-organisation", "区教育局"),
    Planted(
        "前一阶段的工作",
        "根据东委巡办〔2019〕12号，前一阶段的工作",
        "leftover-reference",
        "东委巡办〔2019〕12号",
    ),
    Planted("前一阶段的工作", "“固本强基”专项行动的工作", "leftover-campaign", "固本强基"),
    Planted("前一阶段的工作", "区第八次党代会以来的工作", "leftover-congress", "区第八次党代会"),
    Planted("前一阶段的工作", "首轮巡察的工作", "leftover-round", "首轮"),
    Planted("前一阶段的工作", "2018年12月的工作", "leftover-date", "2018年12月"),
    Planted("从查办的案件看", "今年一季度查办的案件比往年都多，看", "relative-date-copied", "今年一季度"),
    Planted("从查办的案件看", "从去年查办的案件看", "relative-date", "去年"),
    Planted("两个组都要", "6家单位都要", "count-to-confirm", "6家单位"),
]
