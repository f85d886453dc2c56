//! What the handbook says of D community: only where it rests on facts, only the source's numbers,
//! and nothing of what the source does not say.

use linli::handbook::Handbook;

use super::book::{Page, Passage, Place, pages, passages, sentences};

pub fn names_the_case(text: &str) -> bool {
    let names = [
        "D 社区",
        "D社区",
        "Ｄ社区",
        "D community",
        "D Community",
        "D-community",
        "济南",
        "Jinan",
    ];
    names.iter().any(|name| text.contains(name))
}

/// Every sentence about the case stands where facts are stated, and that part cites the abstract.
pub fn rests_on_facts(book: &Handbook) -> Vec<String> {
    let mut found = Vec::new();
    for page in pages(book) {
        let passages = passages(&page);
        for passage in &passages {
            // The words of a link are the title of the page it leads to.
            let text = match passage.place {
                Place::Head => &passage.text,
                _ => &passage.unlinked,
            };
            for sentence in sentences(text, page.is_chinese()) {
                if !names_the_case(&sentence) {
                    continue;
                }
                let line = &passage.line;
                if !passage.stance.is_grounded() {
                    found.push(format!("{line}: D community without facts: {sentence}"));
                } else if !cites(&passages, passage) {
                    found.push(format!(
                        "{line}: the part does not cite the abstract: {sentence}"
                    ));
                }
            }
        }
    }
    found
}

fn cites(passages: &[Passage], passage: &Passage) -> bool {
    let same = passages
        .iter()
        .filter(|other| other.stance.part == passage.stance.part);
    let mut texts = same.map(|passage| passage.text.as_str());
    texts.any(|text| {
        text.contains("论文摘要") || text.contains("论文的摘要") || cites_in_english(text)
    })
}

fn cites_in_english(text: &str) -> bool {
    text.contains("thesis abstract") || text.contains("abstract of")
}

/// What is said of the case: sentences that name it, and all of a part that rests on facts.
fn said_of_the_case<'a>(
    page: &Page,
    passages: &'a [Passage],
) -> impl Iterator<Item = (&'a Passage, String)> {
    let (chinese, manual) = (page.is_chinese(), page.is_manual());
    passages
        .iter()
        .filter(move |_| !manual)
        .flat_map(move |passage| {
            let all = passage.stance.is_grounded();
            sentences(&passage.text, chinese)
                .into_iter()
                .filter(move |sentence| all || names_the_case(sentence))
                .map(move |sentence| (passage, sentence))
        })
}

/// The source's numbers, as they may be said, and their facts. Longer ones come first: what is
/// allowed is taken out of a sentence before its numbers are read.
const NUMBERS: &[(&str, &str)] = &[
    ("党的十八大、十九大", "F11"),
    ("18th and 19th", "F11"),
    ("“十四五”", "F12"),
    ("14th five-year plan", "F12"),
    ("2023", "F1: the year of listing"),
    ("20 人", "F25"),
    ("20 people", "F25"),
    ("20 interviewees", "F25"),
    ("其余 18 人", "A5: only to say that they are not told apart"),
    ("other 18", "A5: only to say that they are not told apart"),
    ("两名社会工作者", "F26"),
    ("two social workers", "F26"),
    ("六个有代表性的", "F35"),
    ("六个组织", "F35"),
    ("six organizations", "F35"),
    ("six representative", "F35"),
    ("四个阶段", "F23 to F40"),
    ("four phases", "F23 to F40"),
    ("三种方法", "F6"),
    ("three methods", "F6"),
    ("两个层面", "F64"),
    ("two levels", "F64"),
    ("九项问题", "F41 to F49"),
    ("nine problems", "F41 to F49"),
    ("十一项对策", "F50 to F60"),
    ("eleven countermeasures", "F50 to F60"),
    ("社会工作者的两个问题", "F43 and F44"),
    ("two problems of social workers", "F43 and F44"),
];

/// Numbers of this handbook's own things, in a sentence that does not name the case.
const OWN_NUMBERS: &[&str] = &[
    "的两节，",
    "two parts marked",
    "两个名词",
    "两节课",
    "two lessons",
    "后三个阶段",
    "three later phases",
    "后两条",
    "the last two,",
    "the two together",
    "how the two",
    "上面三样",
    "the three kinds above",
    "十一个办法",
    "eleven pages",
    "“三样”",
    "the “three”",
    "四问",
    "the four questions",
    "两处说的",
    "三栏的记法",
    "the three columns",
    "这五类",
    "the five types",
    "those six",
    "whether the six",
    "这九项",
    "成九页",
    "these nine",
    "nine pages",
    "分成两页",
    "上面三种说法",
    "the three versions above",
    "这两个词",
];

const HAN_NUMBERS: &str = "两二三四五六七八九十百千万";
const ENGLISH_NUMBERS: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "fifteen", "eighteen", "twenty", "thirty", "fifty", "hundred", "thousand", "dozen", "half",
    "twice", "first", "second", "third",
];

/// The numbers beside the case are the source's.
pub fn numbers_of_the_source(book: &Handbook) -> Vec<String> {
    let mut found = Vec::new();
    for page in pages(book) {
        let passages = passages(&page);
        for (passage, sentence) in said_of_the_case(&page, &passages) {
            let split =
                sentence.contains("18 ") && !is_negated(&sentence) && !sentence.contains("十九大");
            if let Some(number) = strange_number(&sentence, page.is_chinese()) {
                found.push(format!(
                    "{}: the source has no such number, “{number}”: {sentence}",
                    passage.line
                ));
            } else if split {
                found.push(format!(
                    "{}: the other 18 are told apart: {sentence}",
                    passage.line
                ));
            }
        }
    }
    found
}

/// Numbers that are allowed and that no page says any more.
pub fn unused_allowances(book: &Handbook) -> Vec<&'static str> {
    let mut said = String::new();
    for page in pages(book) {
        let passages = passages(&page);
        said.extend(
            said_of_the_case(&page, &passages).map(|(_, sentence)| sentence.to_lowercase()),
        );
    }
    let unused = OWN_NUMBERS.iter().filter(|own| !said.contains(**own));
    unused.copied().collect()
}

fn strange_number(sentence: &str, chinese: bool) -> Option<String> {
    let mut rest = without_fact_numbers(sentence).to_lowercase();
    for (allowed, _) in NUMBERS {
        rest = rest.replace(allowed, "，");
    }
    if !names_the_case(sentence) {
        for own in OWN_NUMBERS {
            rest = rest.replace(own, "，");
        }
    }
    // No numbers: another of two things, both, and the like.
    for idiom in ["两者", "第三方", "third-party", "third party"] {
        rest = rest.replace(idiom, "");
    }
    let digits: String = rest
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    if !digits.is_empty() {
        return Some(digits);
    }
    if chinese {
        return rest
            .chars()
            .find(|c| HAN_NUMBERS.contains(*c))
            .map(String::from);
    }
    rest.split(|c: char| !c.is_alphabetic())
        .find(|word| ENGLISH_NUMBERS.contains(&word.to_lowercase().as_str()))
        .map(str::to_string)
}

fn without_fact_numbers(text: &str) -> String {
    let mut left = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        left.push(c);
        if c == 'F' {
            while chars.next_if(char::is_ascii_digit).is_some() {}
        }
    }
    left
}

pub fn is_negated(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let han = ["没", "未", "不", "是否", "有没有"];
    let latin = [
        " not ", "n't", " no ", " nor ", "never", "whether", "without", "does not", "neither",
    ];
    han.iter().any(|word| sentence.contains(word)) || latin.iter().any(|word| lower.contains(word))
}

/// What facts.md forbids to say of the case, as far as words tell.
struct Forbidden {
    what: &'static str,
    words: &'static [&'static str],
    /// Whether it may be named to say that the source does not tell it.
    may_be_denied: bool,
    /// Whether it may be named as this handbook's own, in a sentence that says so.
    may_be_own: bool,
}

const FORBIDDEN: &[Forbidden] = &[
    Forbidden {
        what: "1 a street, an estate, a landmark",
        words: &[
            "街道",
            "小区",
            "大街",
            "路口",
            "号楼",
            "公园",
            "广场",
            "历下",
            "市中区",
            "槐荫",
            "天桥区",
            "历城",
            "长清",
            "章丘",
            "大明湖",
            "趵突泉",
            "泉城",
            "千佛山",
            "subdistrict",
            "sub-district",
            "street",
            "estate",
            "Lixia",
            "Shizhong",
            "Huaiyin",
            "Tianqiao",
            "Licheng",
            "Changqing",
            "Zhangqiu",
            "Daming",
            "Baotu",
        ],
        may_be_denied: false,
        may_be_own: false,
    },
    Forbidden {
        what: "2 what the six organizations are",
        words: &[
            "合唱",
            "舞蹈",
            "书画",
            "太极",
            "腰鼓",
            "巡逻",
            "编织",
            "摄影",
            "环保",
            "互助会",
            "助餐",
            "议事会",
            "服务队",
            "文艺队",
            "choir",
            "dance",
            "calligraphy",
            "tai chi",
            "patrol",
            "knitting",
            "photograph",
            "mutual aid",
            "singing",
        ],
        may_be_denied: false,
        may_be_own: false,
    },
    Forbidden {
        what: "3 the words of an interviewee",
        words: &[
            "说：“",
            "说，“",
            "表示：“",
            "表示，“",
            "告诉作者",
            "受访者说",
            "受访者表示",
            "居民说",
            "said, “",
            "said: “",
            "says: “",
            "told the author",
            "interviewee said",
            "residents said",
        ],
        may_be_denied: true,
        may_be_own: false,
    },
    Forbidden {
        what: "4 when, how long, how often, for how much",
        words: &[
            "每周",
            "每月",
            "每季",
            "每年",
            "半年",
            "个月",
            "星期",
            "万元",
            "多次",
            "数十",
            "几十",
            "weekly",
            "monthly",
            "every week",
            "every month",
            "months",
            "weeks",
            "yuan",
            "many times",
            "several times",
            "dozens",
            "budget",
            "经费",
        ],
        may_be_denied: true,
        may_be_own: false,
    },
    Forbidden {
        what: "5 a measured effect",
        words: &[
            "%",
            "％",
            "百分",
            "显著",
            "明显提高",
            "大幅",
            "翻了",
            "增加到",
            "降低到",
            "per cent",
            "percent",
            "doubled",
            "significantly",
            "rose to",
            "fell to",
            "increased by",
            "grew by",
        ],
        may_be_denied: false,
        may_be_own: false,
    },
    Forbidden {
        what: "6 that a paper of this handbook was used there",
        words: &[
            "访谈提纲",
            "资产地图",
            "走访记录",
            "登记表",
            "协议书",
            "交接单",
            "议程",
            "评估量表",
            "interview guide",
            "asset map",
            "visit log",
            "roster",
            "agreement form",
            "handover sheet",
            "agenda",
            "rubric",
        ],
        may_be_denied: true,
        may_be_own: true,
    },
    Forbidden {
        what: "7 the cause of a problem",
        words: &[
            "因为",
            "由于",
            "导致",
            "造成",
            "原因是",
            "缘于",
            "because",
            "due to",
            "caused by",
            "led to",
            "as a result of",
            "result from",
            "owing to",
            "thanks to",
        ],
        may_be_denied: true,
        may_be_own: false,
    },
    Forbidden {
        what: "8 who wrote it, under which number",
        words: &[
            "作者姓名",
            "作者是某",
            "论文编号",
            "论文号",
            "指导教师",
            "导师",
            "author's name",
            "record number",
            "thesis number",
            "written by",
            "supervised by",
            "doi",
            "DOI",
            "http",
        ],
        may_be_denied: true,
        may_be_own: false,
    },
];

/// Whether a word begins in a text: `dance`, but not the end of `guidance`.
fn says(text: &str, word: &str) -> bool {
    let latin = word.starts_with(|c: char| c.is_ascii_alphabetic());
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !latin || !before.is_some_and(|c| c.is_ascii_alphabetic())
    })
}

fn is_own(sentence: &str) -> bool {
    let words = [
        "本课",
        "本手册",
        "本页",
        "节课",
        "通用",
        "lesson",
        "handbook",
        "general",
    ];
    words.iter().any(|word| sentence.contains(word)) && !names_the_case(sentence)
}

pub fn says_nothing_forbidden(book: &Handbook) -> Vec<String> {
    let mut found = Vec::new();
    for page in pages(book) {
        let passages = passages(&page);
        for (passage, sentence) in said_of_the_case(&page, &passages) {
            for rule in FORBIDDEN {
                let said = rule.words.iter().find(|word| says(&sentence, word));
                let denied = is_negated(&sentence) || is_negated(&passage.heading);
                let own = rule.may_be_own && is_own(&sentence);
                if let Some(word) = said
                    && !(rule.may_be_denied && denied || own)
                {
                    let (line, what) = (&passage.line, rule.what);
                    found.push(format!("{line}: {what}, “{word}”: {sentence}"));
                }
            }
        }
    }
    for work in book.evidence.works.values() {
        if work.by.texts().next().is_some() || work.url.is_some() {
            found.push(format!(
                "content/sources.yaml: {} names an author or an address",
                work.id
            ));
        }
    }
    found
}

/// Every page says what it rests on; the facts it names, in the head, in parts and in sentences, are
/// there, and a sentence names only those its part rests on.
pub fn has_a_basis(book: &Handbook) -> Vec<String> {
    let known = |id: &String| book.evidence.facts.contains_key(id);
    let mut found = Vec::new();
    for page in pages(book) {
        let passages = passages(&page);
        if !page.article.index && page.version.head.text("basis").is_none() {
            found.push(format!("content/{}:1: no basis", page.path()));
        }
        for passage in &passages {
            let stance = &passage.stance;
            for fact in stance.facts.iter().filter(|fact| !known(fact)) {
                found.push(format!("{}: facts.yaml has no {fact}", passage.line));
            }
            if page.is_manual() {
                continue;
            }
            let strange =
                |id: &String| !known(id) || (stance.is_grounded() && !stance.facts.contains(id));
            for fact in facts_in(&passage.text).iter().filter(|id| strange(id)) {
                found.push(format!(
                    "{}: {fact} is no fact of this part: {}",
                    passage.line, passage.text
                ));
            }
        }
    }
    found.dedup();
    found
}

fn facts_in(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('F') {
        let digits: String = text[at + 1..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let before = text[..at].chars().next_back();
        if !digits.is_empty() && !before.is_some_and(|c| c.is_ascii_alphanumeric()) {
            found.push(format!("F{digits}"));
        }
    }
    found
}
