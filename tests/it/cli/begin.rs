//! How an author begins: a new handbook, help and completions in her own language, what is still
//! missing. Questions and answers are told beside `linli new` itself.

use serde_json::Value;

use super::json;
use crate::desk::{Folder, Said, linli, page, tree};

const BEGUN: [&str; 9] = [
    "index.md",
    "cases/sample-case.md",
    "countermeasures/sample-help.md",
    "modules/sample-lesson.md",
    "phases/sample-phase.md",
    "problems/sample-problem.md",
    "roles/sample-role.md",
    "terms/sample-term.md",
    "tools/sample-tool.md",
];

#[test]
fn a_new_handbook_builds_without_a_word_in_either_language() {
    let folder = Folder::new();
    for (name, lang, title, mark) in [
        ("邻里手册", "zh", "邻里手册", "示例"),
        ("book", "en", "Our: \"book\"", "sample"),
    ] {
        let arguments = ["new", "handbook", name, "--lang", lang, "--title", title];
        folder.run(&arguments).fine();
        let checked = json(&folder.run(&["check", name, "--format", "json"]).fine());
        assert_eq!(checked["diagnostics"], Value::Array(vec![]), "{name}");
        let built = folder.run(&["build", name, "--deny", "warnings"]).fine();
        assert_eq!(built.err, "", "{name}");
        for path in BEGUN {
            let text = folder.read(&format!("{name}/content/{lang}/{path}"));
            assert!(
                text.contains(mark),
                "{path} does not say that it is a sample"
            );
            assert!(!text.contains("{{"), "{path}");
            let site = path.replace(".md", ".html");
            assert!(folder.has(&format!("{name}/site/{lang}/{site}")), "{path}");
        }
        let read_me = folder.read(&format!("{name}/README.md"));
        assert!(read_me.starts_with(&format!("# {title}\n")), "{read_me}");
    }
    assert!(!folder.has("邻里手册/themes"), "the theme comes with linli");
}

#[test]
fn a_new_handbook_brings_what_editors_and_code_hosts_need() {
    let folder = Folder::new();
    folder.run(&["new", "handbook", "book"]).fine();
    let settings = folder.read("book/.vscode/settings.json");
    for name in ["handbook", "facts", "sources"] {
        let place = format!(".vscode/linli/{name}.json");
        assert!(settings.contains(&place), "{settings}");
        let schema: Value = serde_json::from_str(&folder.read(&format!("book/{place}"))).unwrap();
        assert!(schema["$schema"].is_string());
        let renewed = folder
            .run(&["schema", name, "--format", "json-schema"])
            .fine();
        assert_eq!(folder.read(&format!("book/{place}")), renewed.out, "{name}");
    }
    let ignored = folder.read("book/.gitignore");
    assert!(ignored.contains("/site/") && ignored.contains("/.site.linli/"));
    for workflow in [
        ".github/workflows/handbook.yml",
        ".gitlab-ci.yml",
        ".workflow/handbook.yml",
    ] {
        let text = folder.read(&format!("book/{workflow}"));
        let read = linli::yaml::parse(&text, linli::yaml::Limits::FILE);
        assert!(read.is_ok(), "{workflow}");
        assert!(
            text.contains("linli check") && text.contains("linli build"),
            "{workflow}"
        );
        assert!(
            text.contains("not tried"),
            "{workflow} says what nobody has tried"
        );
        assert!(!text.contains("http"), "{workflow} names an address");
    }
}

/// The names an editor takes in one of the handbook's own files, and those linli says it knows.
fn names(folder: &Folder, file: &str, wrong: &str, pointer: &str) -> [Vec<String>; 2] {
    let schema = json(
        &folder
            .run(&["schema", file, "--format", "json-schema"])
            .fine(),
    );
    let properties = schema.pointer(pointer).unwrap().as_object().unwrap();
    folder.write(&format!("content/{file}.yaml"), wrong);
    let told = json(&folder.run(&["check", "--format", "json"]));
    let hint = told["diagnostics"][0]["hint"]["en"].as_str().unwrap();
    let known = hint.strip_prefix("there are: ").expect(hint).split(", ");
    let mut both = [
        properties.keys().cloned().collect::<Vec<String>>(),
        known.map(str::to_string).collect(),
    ];
    both.iter_mut().for_each(|names| names.sort());
    both
}

#[test]
fn editors_know_the_names_that_linli_knows() {
    let work = "/anyOf/1/additionalProperties/anyOf/1/properties";
    for (file, wrong, pointer) in [
        ("sources", "a: {title: b, qqqqqqqq: 1}\n", work),
        (
            "handbook",
            "title: a\nlanguages: [zh]\nqqqqqqqq: 1\n",
            "/properties",
        ),
    ] {
        let [editor, linli] = names(&Folder::handbook(), file, wrong, pointer);
        assert_eq!(editor, linli, "{file}");
    }
}

/// The task that lists problems in VS Code reads what `check --format github` prints.
#[test]
fn the_editors_task_reads_what_check_prints() {
    let folder = Folder::new();
    folder.run(&["new", "handbook", "book"]).fine();
    let tasks: Value = serde_json::from_str(&folder.read("book/.vscode/tasks.json")).unwrap();
    let task = &tasks["tasks"][0];
    let arguments: Vec<&str> = (task["args"].as_array().unwrap().iter())
        .map(|argument| argument.as_str().unwrap())
        .collect();
    folder.write(
        "book/content/en/about.md",
        page("title: About", "[x](gone.md)"),
    );
    let said = Said::of(linli(&folder.path().join("book")).args(arguments)).exits(1);
    let line = said.out.lines().next().unwrap();
    // In the order of the pattern's groups.
    let mut rest = line;
    for part in [
        "::error file=",
        "content/en/about.md",
        ",line=",
        "5",
        ",endLine=",
        "5",
        ",col=",
        "1",
        ",",
        "title=",
        "broken-link",
        "::",
    ] {
        let at = rest
            .find(part)
            .unwrap_or_else(|| panic!("{part} in {line}"));
        rest = &rest[at + part.len()..];
    }
    let pattern = task["problemMatcher"]["pattern"]["regexp"]
        .as_str()
        .unwrap();
    assert!(pattern.starts_with("^::(error|warning|notice) file=([^,]+),line="));
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let folder = Folder::new();
    folder.write("mine/notes.txt", "mine");
    folder
        .run(&["new", "handbook", "mine"])
        .exits(2)
        .says("left alone");
    assert_eq!(tree(folder.path()).len(), 1);
    for name in ["con", "aux."] {
        folder.run(&["new", "handbook", name]).exits(2);
    }
    assert_eq!(tree(folder.path()).len(), 1);
}

#[test]
fn nobody_at_a_terminal_is_told_what_to_type() {
    let folder = Folder::new();
    folder
        .run(&["new"])
        .exits(2)
        .says("linli new handbook our-handbook");
    assert_eq!(tree(folder.path()).len(), 0);
    let handbook = Folder::handbook();
    handbook
        .run(&["--message-language", "中文", "new"])
        .exits(2)
        .says("linli new 课程");
}

#[test]
fn a_file_gets_the_name_it_is_told_or_the_next_free_one() {
    let folder = Folder::handbook();
    folder
        .run(&["new", "课程", "需求访谈", "--id", "fang-tan"])
        .fine();
    assert!(
        folder
            .read("content/zh/modules/fang-tan.md")
            .contains("title: 需求访谈\n")
    );
    folder
        .run(&["new", "课程", "走访", "--keep-chinese"])
        .fine();
    assert!(folder.has("content/zh/modules/走访.md"));
    folder.run(&["new", "课程", "需球访谈"]).fine();
    folder.run(&["new", "课程", "需求访坛"]).fine();
    assert!(folder.has("content/zh/modules/xu-qiu-fang-tan.md"));
    assert!(folder.has("content/zh/modules/xu-qiu-fang-tan-2.md"));
    folder
        .run(&["new", "课程", "走访"])
        .exits(2)
        .says("已经有了");
    folder
        .run(&["new", "课程", "甲", "--id", "aux"])
        .exits(2)
        .says("aux-1");
    folder.run(&["new", "课程", "甲", "--id", "../x"]).exits(2);
    folder
        .run(&["new", "课成", "甲"])
        .exits(2)
        .says("最接近的是 课程（module）");
    folder
        .run(&["new", "表单", "甲"])
        .exits(2)
        .says("最接近的是 工具表单（tool）");
}

#[test]
fn a_page_of_the_other_language_begins_with_words_alone() {
    let folder = Folder::new();
    folder
        .run(&["new", "handbook", "book", "--lang", "中文"])
        .fine();
    let at = "book/content/handbook.yaml";
    folder.write(
        at,
        folder
            .read(at)
            .replace("languages: [zh]", "languages: [zh, en]"),
    );
    let run = |arguments: &[&str]| Said::of(linli(&folder.path().join("book")).args(arguments));
    for (kind, id) in [
        ("case", "sample-case"),
        ("phase", "sample-phase"),
        ("页面", "index"),
        ("problem", "sample-problem"),
    ] {
        run(&["new", kind, id, "--lang", "English"]).fine();
    }
    run(&["new", "case", "sample-case"])
        .exits(2)
        .says("已经有了")
        .never_says("改法");
    run(&["new", "tool", "sample-tool"])
        .exits(2)
        .says("linli new 工具表单 sample-tool --lang en");
    // The words taken up, and nothing else, are a translation without a complaint.
    for id in [
        "cases/sample-case",
        "phases/sample-phase",
        "problems/sample-problem",
    ] {
        let at = format!("book/content/en/{id}.md");
        let text = folder.read(&at);
        assert!(text.contains("\ntranslated_from: "), "{text}");
        for structure in ["basis", "number", "scope", "role:"] {
            assert!(!text.contains(&format!("{structure}:")), "{text}");
        }
        let (head, body) = text.split_at(text.find("\n---\n").unwrap());
        let head = head.replace("\n#", "\n").replace("\n Phases", "\n# Phases");
        let head = head.replace("\n 阶段", "\n# 阶段");
        let words = head + body;
        folder.write(&at, words);
    }
    run(&["check", "--deny", "warnings"]).fine();
}

#[test]
fn help_mistakes_and_completions_are_in_the_readers_language() {
    let folder = Folder::new();
    let chinese = |arguments: &[&str]| {
        Said::of(
            linli(folder.path())
                .args(arguments)
                .env("LANG", "zh_CN.UTF-8"),
        )
    };
    let help = chinese(&["--help"]).fine();
    assert!(
        help.out.contains("用法：linli [选项] [命令]"),
        "{}",
        help.out
    );
    chinese(&["帮助", "build"])
        .fine()
        .says("用法：linli build [选项] [手册]");
    chinese(&["chek"]).exits(2).says("最接近的是 check");
    chinese(&["check", "--colour"])
        .exits(2)
        .says("没有“--colour”这个选项");
    chinese(&["check", "--today", "x"])
        .exits(2)
        .says("日期写成 2026-11-23");
    chinese(&["completions", "fish"])
        .fine()
        .says("看手册哪里不对");
    chinese(&["--message-language", "English", "--help"])
        .fine()
        .says("Usage:");
    folder
        .run(&["--message-language", "中文", "new", "--help"])
        .fine()
        .says("保留中文");
    folder
        .run(&["补全", "zsh"])
        .fine()
        .says("Say what is wrong");
    folder.run(&["completions", "nushell"]).exits(2);
    let zh = [
        "构建",
        "预览",
        "检查",
        "新建",
        "改好",
        "查找",
        "字段",
        "还缺什么",
        "解释",
        "细看",
        "补全",
    ];
    for name in zh {
        folder.run(&[name, "--help"]).fine();
        assert!(help.out.contains(name), "{name}");
    }
}

#[test]
fn status_says_what_is_wanted_missing_due_and_outdated_and_how_to_begin() {
    let folder = Folder::handbook();
    folder.write(
        "content/handbook.yaml",
        "title: 手册\nlanguages: [zh, en]\n",
    );
    folder.write(
        "content/zh/problems/cold.md",
        page("title: 冷清\nscope: community\nsigns: [没人]", "没人来。"),
    );
    folder.write(
        "content/en/about.md",
        page(
            "title: About\ntranslated_from: '12345678'",
            "We are neighbours.",
        ),
    );
    folder.write(
        "content/zh/old.md",
        page(
            "title: 旧页\nlast_reviewed: 2020-01-01\nreview_in: 6 个月",
            "旧。",
        ),
    );
    let said = folder.run(&["status", "--today", "2026-11-24"]).fine();
    for words in [
        "盼着有人写 1\n",
        "还没翻译 3\n",
        "该核对了 1\n",
        "译文旧了 1\n",
        "    content/zh/problems/cold.md\n    linli new 办法 --for problem/cold\n",
        "    linli new 难题 cold --lang en\n",
        "    linli new 页面 index --lang en\n",
        "last_reviewed: 2026-11-24\n",
        "translated_from: ",
        "还可以补 6 处。",
    ] {
        assert!(said.out.contains(words), "{words}\n{}", said.out);
    }
    let told = json(
        &folder
            .run(&["status", "--json", "--message-language", "en"])
            .fine(),
    );
    assert_eq!(told["count"], 6);
    assert_eq!(
        told["wanted"][0]["command"],
        "linli new countermeasure --for problem/cold"
    );
    assert_eq!(told["outdated"][0]["path"], "content/en/about.md");

    // Every command does what it says, and then there is less to fill.
    for group in ["wanted", "missing"] {
        for gap in told[group].as_array().unwrap() {
            let command = gap["command"].as_str().unwrap();
            let words: Vec<&str> = command.split(' ').skip(1).collect();
            folder.run(&words).fine();
        }
    }
    let made = folder.read("content/zh/countermeasures/new-countermeasure.md");
    assert!(made.contains("\naddresses: [cold]\n"), "{made}");
    let left = json(&folder.run(&["status", "--json"]).fine());
    assert_eq!(
        left["missing"].as_array().unwrap().len(),
        1,
        "the new page alone: {left}"
    );
    folder.run(&["check"]).exits(0);
}

#[test]
fn a_command_of_status_finds_a_handbook_elsewhere() {
    let folder = Folder::new();
    folder.run(&["new", "handbook", "our book"]).fine();
    folder
        .run(&["status", "our book"])
        .fine()
        .says("--handbook \"our book\"");
}

#[test]
fn new_files_have_the_line_ends_of_the_handbook() {
    let folder = Folder::handbook();
    folder.write(
        "content/handbook.yaml",
        "title: 手册\r\nlanguages: [zh, en]\r\n",
    );
    folder.write(
        "content/zh/problems/cold.md",
        "---\r\ntitle: 冷清\r\n---\r\n\r\n没人来。\r\n",
    );
    folder.run(&["new", "难题", "hot"]).fine();
    folder.run(&["new", "难题", "cold", "--lang", "en"]).fine();
    for made in ["content/zh/problems/hot.md", "content/en/problems/cold.md"] {
        let text = folder.read(made);
        assert_eq!(
            text.matches('\n').count(),
            text.matches("\r\n").count(),
            "{made}"
        );
    }
}
