//! Makes handbooks of any size for measuring: the same number gives the same bytes, on any day and
//! any machine. It measures nothing itself; `benches/compare.sh` and `benches/search/cost.mjs` do.
//!
//!     cargo bench --bench handbooks -- generate 1000 target/bench/1000
//!     cargo bench --bench handbooks -- generate 1000 target/bench/1000 --hugo target/bench/1000-hugo
//!     cargo bench --bench handbooks -- generate 1000 target/bench/1000 --body 2000

#[path = "markdown/dice.rs"]
mod dice;
#[path = "handbooks/prose.rs"]
mod prose;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use dice::Dice;
use prose::{Prose, Topic};

/// A page grows until its body is this long, unless told otherwise: 4.7 KB on average, as the bundled
/// handbook's.
const PAGE_BYTES: usize = 4_050;
/// Pages in one folder, so that a list of neighbours stays a list a person could read.
const AREA: usize = 50;
const PHASES: [&str; 4] = ["exploration", "mobilization", "consolidation", "review"];
const ROLES: [&str; 3] = ["social-worker", "volunteer", "organizer"];

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (count, folder, hugo, body) = match words[..] {
        ["generate", count, folder] => (count, folder, None, None),
        ["generate", count, folder, "--hugo", hugo] => (count, folder, Some(hugo), None),
        ["generate", count, folder, "--body", body] => (count, folder, None, Some(body)),
        _ => {
            eprintln!(
                "usage: cargo bench --bench handbooks -- generate PAGES DIR [--hugo DIR | --body BYTES]"
            );
            // A plain `cargo bench` goes through all benches: being shown how is no failure.
            return if words.is_empty() {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(2)
            };
        }
    };
    let (Ok(count), Ok(body)) = (
        count.parse::<usize>(),
        body.map_or(Ok(PAGE_BYTES), str::parse::<usize>),
    ) else {
        eprintln!("a number of pages and a number of bytes are wanted");
        return ExitCode::from(2);
    };
    match generate(count, body, Path::new(folder), hugo.map(Path::new)) {
        Ok(written) => {
            println!("{written} pages in {folder}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("could not write the handbook: {error}");
            ExitCode::from(3)
        }
    }
}

/// One page in every language: its folder, its number within its kind, its name.
struct Route {
    kind: &'static str,
    number: usize,
    id: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Language {
    Zh,
    En,
}

/// Writes half the pages in Chinese, half in English. An odd number is made even.
fn generate(count: usize, bytes: usize, folder: &Path, hugo: Option<&Path>) -> io::Result<usize> {
    // One of each language's pages is its home page.
    let routes = routes(count.div_ceil(2).saturating_sub(1));
    let mut files = Folder::new(folder)?;
    files.write(
        "content/handbook.yaml",
        "title: {zh: 测量用手册, en: A handbook to measure}\nlanguages: [zh, en]\n",
    )?;
    let mut site = match hugo {
        Some(folder) => Some(Folder::new(folder)?),
        None => None,
    };
    for language in [Language::Zh, Language::En] {
        let home = format!("content/{}/index.md", language.folder());
        files.write(&home, language.home())?;
        let words = Words::of(language);
        for route in &routes {
            let path = format!("{}/{}.md", language.folder(), route.path());
            let body = body(route, &routes, &words, bytes);
            let title = words.title(route);
            files.write(
                &format!("content/{path}"),
                &format!("---\n{}---\n\n{body}", head(route, &routes, &words)),
            )?;
            if let Some(site) = &mut site {
                let head = format!("---\ntitle: {title}\n---\n\n");
                site.write(&format!("content/{path}"), &(head + &body))?;
            }
        }
        if let Some(site) = &mut site {
            hugo_sections(site, &routes, language)?;
        }
    }
    if let Some(site) = &mut site {
        for (path, text) in HUGO_FILES {
            site.write(path, text)?;
        }
    }
    Ok((routes.len() + 1) * 2)
}

/// Phases and roles first, which everything refers to; then the kinds in a fixed mixture.
fn routes(count: usize) -> Vec<Route> {
    let named = |kind, names: &[&str]| -> Vec<Route> {
        let route = |(number, name): (usize, &&str)| Route {
            kind,
            number,
            id: name.to_string(),
        };
        names.iter().enumerate().map(route).collect()
    };
    let mut routes = named("phases", &PHASES);
    routes.extend(named("roles", &ROLES));
    const MIXTURE: [(&str, &str); 10] = [
        ("modules", "lesson"),
        ("cases", "case"),
        ("modules", "lesson"),
        ("problems", "problem"),
        ("modules", "lesson"),
        ("countermeasures", "help"),
        ("modules", "lesson"),
        ("cases", "case"),
        ("tools", "tool"),
        ("modules", "lesson"),
    ];
    let mut numbers = [0; MIXTURE.len()];
    let mut turn = 0;
    while routes.len() < count.max(PHASES.len() + ROLES.len() + MIXTURE.len()) {
        let (kind, name) = MIXTURE[turn % MIXTURE.len()];
        let first = MIXTURE.iter().position(|(other, _)| *other == kind);
        let number = &mut numbers[first.expect("the kind stands in the mixture it came from")];
        routes.push(Route {
            kind,
            number: *number,
            id: format!("{name}-{number:05}"),
        });
        *number += 1;
        turn += 1;
    }
    routes
}

impl Route {
    /// Without language and ending.
    fn path(&self) -> String {
        match self.kind {
            "phases" | "roles" => format!("{}/{}", self.kind, self.id),
            kind => format!("{kind}/area-{:03}/{}", self.number / AREA, self.id),
        }
    }

    fn folder_depth(&self) -> usize {
        self.path().matches('/').count()
    }
}

impl Language {
    fn folder(self) -> &'static str {
        match self {
            Language::Zh => "zh",
            Language::En => "en",
        }
    }

    fn home(self) -> &'static str {
        match self {
            Language::Zh => "---\ntitle: 测量用手册\n---\n\n每一页都由程序写成。\n",
            Language::En => {
                "---\ntitle: A handbook to measure\n---\n\nEvery page was made by a program.\n"
            }
        }
    }
}

/// The head as linli wants it. A translation states only words; the rest comes from the original.
fn head(route: &Route, routes: &[Route], words: &Words) -> String {
    let language = words.language;
    let (mut dice, topic) = words.start(route, "head");
    let mut head = format!("title: \"{}\"\n", words.title(route));
    head += &format!("summary: \"{}\"\n", words.summary(&mut dice, &topic));
    let number = route.number;
    let phase = PHASES[number % PHASES.len()];
    let role = ROLES[number % ROLES.len()];
    // An earlier page of a kind: it exists, and no circle can arise.
    let earlier = |kind: &str, spread: usize| {
        let known = routes.iter().filter(|other| other.kind == kind).count();
        let number = (number / 2 + spread) % known;
        let mut of_kind = routes.iter().filter(|other| other.kind == kind);
        of_kind
            .nth(number)
            .map(|other| other.id.clone())
            .unwrap_or_default()
    };
    if route.kind == "phases" {
        // Words: a translation has its own.
        head += match language {
            Language::Zh => "goal: 弄清楚大家最关心什么\nexit_criteria: [走访过每一个楼道]\n",
            Language::En => {
                "goal: Learn what neighbours care about\nexit_criteria: [Every stairwell visited]\n"
            }
        };
    }
    if route.kind == "roles" {
        head += match language {
            Language::Zh => "responsibilities: [召集邻居, 写下约定]\n",
            Language::En => "responsibilities: [Call neighbours together, Write agreements down]\n",
        };
    }
    if route.kind == "problems" {
        head += match language {
            Language::Zh => "signs: [通知贴了三天没人看]\n",
            Language::En => "signs: [Nobody reads the notice for three days]\n",
        };
        head += &format!("asks: [\"{}\"]\n", words.prose.title(&mut dice, &topic));
    }
    if language == Language::En {
        return head;
    }
    head += "basis: illustrative\n";
    head += &match route.kind {
        "phases" => format!("number: {}\n", number + 1),
        "roles" => String::new(),
        "modules" => {
            let before = match number {
                0 => String::new(),
                _ => format!("prerequisites: [lesson-{:05}]\n", number / 2),
            };
            let problem = earlier("problems", 0);
            format!(
                "phases: [{phase}]\nroles: [{role}]\nlevel: intro\n{before}problems: [{problem}]\n"
            )
        }
        "cases" => format!(
            "phases: [{phase}]\nproblems: [{}]\ntools: [{}]\napplied: [{{countermeasure: {}, result: worked}}]\n",
            earlier("problems", 1),
            earlier("tools", 0),
            earlier("countermeasures", 0)
        ),
        "problems" => format!("phases: [{phase}]\nscope: community\n"),
        "countermeasures" => format!("addresses: [{}]\neffort: low\n", earlier("problems", 0)),
        _ => format!("phases: [{phase}]\ntype: form\npaper: A4\n"),
    };
    head
}

/// Headings, paragraphs, a list, a table, links to other pages, `:::` blocks.
fn body(route: &Route, routes: &[Route], words: &Words, bytes: usize) -> String {
    let (mut dice, topic) = words.start(route, "body");
    let mut page = Page {
        text: String::new(),
        dice: &mut dice,
        topic: &topic,
        words,
    };
    let mut section = 0;
    while page.text.len() < bytes {
        // Some headings stand on every page, as they do where pages follow one form.
        let heading = match page.dice.below(4) {
            0 => page.dice.pick(words.headings).to_string(),
            _ => words.prose.title(page.dice, &topic),
        };
        page.text += &format!("## {heading}\n\n");
        page.paragraph();
        match section % 5 {
            0 => page.block(route, section),
            1 => page.list(),
            2 => page.table(),
            3 => page.links(route, routes),
            _ => page.paragraph(),
        }
        section += 1;
    }
    page.text
}

struct Page<'a> {
    text: String,
    dice: &'a mut Dice,
    topic: &'a Topic,
    words: &'a Words,
}

impl Page<'_> {
    fn sentence(&mut self) -> String {
        self.words.prose.sentence(self.dice, self.topic)
    }

    fn paragraph(&mut self) {
        for sentence in 0..4 {
            if sentence > 0 {
                self.text.push_str(self.words.gap);
            }
            let sentence = self.sentence();
            self.text.push_str(&sentence);
        }
        self.text.push_str("\n\n");
    }

    fn list(&mut self) {
        for _ in 0..5 {
            let sentence = self.sentence();
            self.text += &format!("- {sentence}\n");
        }
        self.text.push('\n');
    }

    fn table(&mut self) {
        self.text.push_str(self.words.table_head);
        for row in 1..=4 {
            let minutes = 5 * (1 + self.dice.below(6));
            let sentence = self.sentence();
            self.text += &format!("| {row} | {sentence} | {minutes} |\n");
        }
        self.text.push('\n');
    }

    fn links(&mut self, route: &Route, routes: &[Route]) {
        let up = "../".repeat(route.folder_depth());
        for _ in 0..4 {
            let other = &routes[self.dice.below(routes.len())];
            let title = self.words.title(other);
            self.text += &format!(
                "{} [{title}]({up}{}.md){}",
                self.words.see,
                other.path(),
                self.words.stop
            );
        }
        self.text.push_str("\n\n");
    }

    fn block(&mut self, route: &Route, section: usize) {
        let opener = match (route.kind, section) {
            ("modules", 0) => "::: objectives".to_string(),
            ("modules", _) => format!(
                "::: activity {{minutes={} kind=exercise}}",
                // The same in every language: it follows from the lesson, not from the dice.
                5 * (1 + (route.number + section) % 6)
            ),
            ("tools", _) => "::: checklist".to_string(),
            _ => "::: callout".to_string(),
        };
        self.text += &format!("{opener}\n");
        for _ in 0..3 {
            let sentence = self.sentence();
            self.text += &format!("- {sentence}\n");
        }
        self.text.push_str(":::\n\n");
    }
}

struct Words {
    language: Language,
    prose: Prose,
    headings: &'static [&'static str],
    table_head: &'static str,
    see: &'static str,
    stop: &'static str,
    gap: &'static str,
}

impl Words {
    fn of(language: Language) -> Words {
        match language {
            Language::Zh => Words {
                language,
                prose: Prose::zh(),
                headings: &["准备", "开始", "过程", "遇到难处", "结束以后"],
                table_head: "| 顺序 | 内容 | 分钟 |\n| --- | --- | --- |\n",
                see: "另见",
                stop: "。",
                gap: "",
            },
            Language::En => Words {
                language,
                prose: Prose::en(),
                headings: &[
                    "Before",
                    "The start",
                    "On the way",
                    "When it gets hard",
                    "Afterwards",
                ],
                table_head: "| Order | What | Minutes |\n| --- | --- | --- |\n",
                see: "See also",
                stop: ". ",
                gap: " ",
            },
        }
    }

    /// Chance for one part of a page, and what the page is about, which all its parts share.
    fn start(&self, route: &Route, part: &str) -> (Dice, Topic) {
        let name = format!("{}{}", self.language.folder(), route.path());
        let topic = self.prose.topic(&mut Dice::new(&name));
        (Dice::new(&format!("{name} {part}")), topic)
    }

    fn title(&self, route: &Route) -> String {
        let number = route.number + 1;
        let (zh, en) = match route.kind {
            "phases" => return self.numbered("阶段", "Phase", number),
            "roles" => return self.numbered("角色", "Role", number),
            "modules" => ("课程", "Lesson"),
            "cases" => ("案例", "Case"),
            "problems" => ("难题", "Problem"),
            "countermeasures" => ("办法", "Answer"),
            _ => ("表单", "Form"),
        };
        let (mut dice, topic) = self.start(route, "title");
        let about = self.prose.title(&mut dice, &topic);
        let (zh, en) = (format!("{zh}：{about}"), format!("{en} on {about}"));
        self.numbered(&zh, &en, number)
    }

    fn numbered(&self, zh: &str, en: &str, number: usize) -> String {
        match self.language {
            Language::Zh => format!("{zh}（{number}）"),
            Language::En => format!("{en} {number}"),
        }
    }

    /// Sentences without Markdown, as many as make a summary.
    fn summary(&self, dice: &mut Dice, topic: &Topic) -> String {
        let mut text = self.prose.sentence(dice, topic);
        while text.len() < 80 {
            text = format!("{text}{}{}", self.gap, self.prose.sentence(dice, topic));
        }
        text.replace("**", "")
    }
}

/// Hugo's sections are folders with an `_index.md`; without one, all areas would be one section
/// and each page would carry a menu of thousands.
fn hugo_sections(site: &mut Folder, routes: &[Route], language: Language) -> io::Result<()> {
    let language = language.folder();
    let mut folders: Vec<String> = Vec::new();
    for route in routes {
        let path = route.path();
        let parts: Vec<&str> = path.split('/').collect();
        for end in 1..parts.len() {
            folders.push(parts[..end].join("/"));
        }
    }
    folders.sort();
    folders.dedup();
    site.write(
        &format!("content/{language}/_index.md"),
        "---\ntitle: Home\n---\n",
    )?;
    for folder in folders {
        let text = format!("---\ntitle: {folder}\n---\n");
        site.write(&format!("content/{language}/{folder}/_index.md"), &text)?;
    }
    Ok(())
}

const HUGO_FILES: &[(&str, &str)] = &[
    (
        "hugo.toml",
        "baseURL = \"https://example.org/\"\ntitle = \"A handbook to measure\"\n\
         defaultContentLanguage = \"zh\"\ndefaultContentLanguageInSubdir = true\nuglyURLs = true\n\
         disableKinds = [\"taxonomy\", \"term\"]\n\n[languages.zh]\ncontentDir = \"content/zh\"\n\n\
         [languages.en]\ncontentDir = \"content/en\"\n",
    ),
    (
        "layouts/_default/baseof.html",
        "<!DOCTYPE html>\n<html lang=\"{{ .Site.Language.Lang }}\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{{ .Title }}</title></head>\n\
         <body>\n{{ block \"main\" . }}{{ end }}\n</body>\n</html>\n",
    ),
    (
        "layouts/_default/single.html",
        "{{ define \"main\" }}<nav><ul>{{ range .CurrentSection.RegularPages }}<li><a href=\"\
         {{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}</ul></nav>\n<main><h1>{{ .Title }}</h1>\
         \n{{ .Content }}</main>{{ end }}\n",
    ),
    (
        "layouts/_default/list.html",
        "{{ define \"main\" }}<main><h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href=\"\
         {{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}</ul></main>{{ end }}\n",
    ),
];

/// A folder of ours to write into. One that holds something else is left alone.
struct Folder {
    root: std::path::PathBuf,
}

const MARK: &str = ".generated-for-measuring";

impl Folder {
    fn new(root: &Path) -> io::Result<Folder> {
        if root.join(MARK).exists() {
            fs::remove_dir_all(root)?;
        } else if root.exists() && fs::read_dir(root)?.next().is_some() {
            let words = format!("{} holds something else", root.display());
            return Err(io::Error::other(words));
        }
        fs::create_dir_all(root)?;
        fs::write(root.join(MARK), "")?;
        Ok(Folder {
            root: root.to_path_buf(),
        })
    }

    fn write(&mut self, path: &str, text: &str) -> io::Result<()> {
        let path = self.root.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)
    }
}
