//! Pages as people write them, made up by dice: headings, sentences with emphasis beside full-width
//! marks, lists, tables, links, notes, pictures, code, quotes and `:::` blocks.

use crate::dice::Dice;
use crate::reading::Page;

/// About what a page of the bundled handbook has.
const PAGE_BYTES: usize = 4_700;

/// Pages in one language, `zh` or `en`: the same for the same number.
pub fn pages(language: &str, count: usize) -> Vec<Page> {
    let words = if language == "zh" { &ZH } else { &EN };
    (0..count)
        .map(|number| Page::new(&text(words, &mut Dice::new(&format!("{language}{number}")))))
        .collect()
}

fn text(words: &Words, dice: &mut Dice) -> String {
    let mut text = format!("# {}\n\n", dice.pick(words.headings));
    let mut notes = 0;
    while text.len() < PAGE_BYTES {
        text += &format!("## {}\n\n", dice.pick(words.headings));
        text += &paragraph(words, dice);
        text += &part(words, dice, &mut notes);
        text += &paragraph(words, dice);
    }
    for note in 1..=notes {
        text += &format!("[^{note}]: {}\n", dice.pick(words.sentences));
    }
    text + "\n[list]: ../tools/list.md \"list\"\n"
}

/// Three sentences; a second line begins after the second, as in a file with short lines.
fn paragraph(words: &Words, dice: &mut Dice) -> String {
    let mut sentence = || dice.pick(words.sentences);
    let (first, second, third) = (sentence(), sentence(), sentence());
    format!("{first}{}{second}\n{third}\n\n", words.gap)
}

/// What stands between two paragraphs.
fn part(words: &Words, dice: &mut Dice, notes: &mut usize) -> String {
    let mut sentence = || dice.pick(words.sentences);
    let (one, two, three) = (sentence(), sentence(), sentence());
    match dice.below(9) {
        0 => format!("- {one}\n- {two}\n  - {three}\n- **{}**\n\n", words.heading),
        1 => format!("1. {one}\n2. {two}\n\n   {three}\n3. [ ] {one}\n\n"),
        2 => format!(
            "| {0} | {0} | n |\n| --- | :-: | --: |\n| {one} | `a` | 15 |\n| {two} | **b** | 20 |\n\n",
            words.heading
        ),
        3 => format!("::: {}\n{one}\n\n- {two}\n:::\n\n", words.block),
        4 => format!("> {one}\n> {two}\n\n"),
        5 => {
            *notes += 1;
            format!("{one}[^{notes}]{}{two}\n\n", words.gap)
        }
        6 => format!(
            "![{0}](../media/hall.jpg)\n\n{1}\n\n",
            words.heading, words.links
        ),
        7 => format!("```sh\nlinli build  # {}\n```\n\n", words.heading),
        _ => format!(
            "### {} {{#step-{}}}\n\n{one}\n\n",
            words.heading,
            dice.below(1000)
        ),
    }
}

struct Words {
    heading: &'static str,
    headings: &'static [&'static str],
    sentences: &'static [&'static str],
    links: &'static str,
    block: &'static str,
    gap: &'static str,
}

const ZH: Words = Words {
    heading: "遇到难处",
    headings: &[
        "准备",
        "开始：先认识人",
        "过程（两个下午）",
        "遇到难处",
        "结束以后",
    ],
    sentences: &[
        "**先认识人，再谈事情。**第一次上门只问三句话，记下名字和楼层。",
        "把茶水放在楼道口，过路的人就会停下来坐一会儿。",
        "每次会议只定一件事，写在纸上，当场念一遍，大家点头才算数。",
        "她说**“先不急”**，第二天又来了；那天一共来了 12 个人。",
        "年纪大的邻居看不清小字，表格要用四号字，行距留宽。",
        "社工不替居民做决定，只把听到的话原样写下来（一个字也不改）。",
        "如果有人反对，先请他把担心说完，再请另一位**复述**一遍。",
        "活动结束的第二天，在群里发一张照片和三句话，*谢谢*每一位出力的人。",
        "遇到 `15` 分钟还没有人开口，就换成两个人一组先聊。",
        "时间定在上午 9:00～11:00，地点在 3 号楼活动室。",
    ],
    links: "另见[楼道里的茶](../cases/tea.md)和[清单][list]，网上有 <https://example.org/zh>。也可以看 https://example.org/a。",
    block: "提示",
    gap: "",
};

const EN: Words = Words {
    heading: "When it gets hard",
    headings: &[
        "Before",
        "The start: people first",
        "On the way",
        "When it gets hard",
        "Afterwards",
    ],
    sentences: &[
        "**People first, matters later.** On a first visit ask three things and note the name and floor.",
        "Put the tea where people pass and some will sit down for a while.",
        "Decide one thing at a meeting, write it down, and read it aloud before anyone leaves.",
        "She said \"**not yet**\" and came back the next day; twelve people came that time.",
        "Older neighbours cannot read small print, so forms are large with wide lines.",
        "The worker does not decide for residents but writes down what was said (word for word).",
        "If someone objects, let them finish, then ask another to **say it back**.",
        "On the day after, send one picture and three sentences, and *thank* everyone who helped.",
        "When nobody has spoken for `15` minutes, talk in pairs first.",
        "We meet from 9:00 to 11:00 in the room on the ground floor of no. 3.",
    ],
    links: "See [tea in the hallway](../cases/tea.md) and [the list][list]; on the web <https://example.org/en>. Or https://example.org/a.",
    block: "note",
    gap: " ",
};
