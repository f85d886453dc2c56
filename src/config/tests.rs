//! What linli reads from a handbook's own files, and what it says.

use super::*;
use crate::diagnostic::{Code, Severity};
use crate::path::SourcePath;

fn source(name: &str, text: &str) -> Source {
    Source::from_text(SourcePath::new(name).unwrap(), text)
}

fn read_text(text: &str) -> (Option<Config>, Schema, Vec<Diagnostic>) {
    read(&source("handbook.yaml", text))
}

fn config(lines: &str) -> Config {
    let (config, _, diagnostics) = read_text(&format!("title: 社区手册\nlanguages: [zh]\n{lines}"));
    assert_eq!(diagnostics, [], "{lines}");
    config.unwrap()
}

/// The only problem: its code and what it points at.
fn only(lines: &str) -> (Code, String) {
    let text = format!("title: 社区手册\nlanguages: [zh]\n{lines}");
    let (_, _, diagnostics) = read_text(&text);
    assert_eq!(diagnostics.len(), 1, "{lines}: {diagnostics:#?}");
    let span = diagnostics[0].place.clone().unwrap().span;
    (diagnostics[0].code, text[span].to_string())
}

#[test]
fn two_lines_make_a_handbook() {
    let config = config("");
    assert_eq!(config.title.get("zh"), "社区手册");
    assert_eq!(config.seal, "社");
    assert_eq!(config.theme, "default");
    assert!(config.id.starts_with("handbook-") && config.id.len() == 17);
    let language = &config.languages[0];
    assert_eq!(
        (&*language.folder, &*language.tag, &*language.label),
        ("zh", "zh-Hans", "中文")
    );
}

#[test]
fn everything_can_be_stated() {
    let config = config(
        "id: d-community\nseal: 邻\ndescription: {zh: 甲, en: A}\nbase_url: https://example.org/h\nrepository: {url: https://gitee.com/us/h/, branch: dev}\npublic_phones: \"12345\"\ntheme: paper\nlicense: CC BY 4.0",
    );
    assert_eq!(config.id, "d-community");
    assert_eq!(config.description.get("en"), "A");
    assert_eq!(config.base_url.as_deref(), Some("https://example.org/h/"));
    let repository = config.repository.unwrap();
    assert_eq!(
        (&*repository.url, &*repository.branch, &*repository.host),
        ("https://gitee.com/us/h", "dev", "gitee")
    );
    assert_eq!(config.public_phones, ["12345"]);
}

#[test]
fn an_english_title_gives_the_id() {
    let (config, _, _) = read_text("title: {zh: 手册, en: Our Handbook!}\nlanguages: [zh, en]\n");
    assert_eq!(config.unwrap().id, "our-handbook");
}

#[test]
fn each_mistake_is_told_at_its_place() {
    for (lines, code, at) in [
        ("themes: x", Code::BadConfig, "themes"),
        ("base_url: example.org", Code::BadConfig, "example.org"),
        (
            "base_url: javascript:alert(1)",
            Code::BadConfig,
            "javascript:alert(1)",
        ),
        ("id: 手册", Code::BadConfig, "手册"),
        ("seal: 社区手册邻里", Code::BadConfig, "社区手册邻里"),
        ("theme: ../x", Code::BadConfig, "../x"),
        ("repository: {url: x}", Code::BadConfig, "{url: x}"),
        (
            "repository: {url: https://a.b/c, host: git}",
            Code::BadConfig,
            "git",
        ),
        ("license: [a]", Code::BadConfig, "[a]"),
        ("license: 4.0", Code::NumberAsText, "4.0"),
        ("public_phones: [\"1\", 12345]", Code::NumberAsText, "12345"),
        ("kinds: [a]", Code::BadSchema, "[a]"),
        ("kinds: {case: {folder: x}}", Code::BadSchema, "x"),
        (
            "kinds: {case: {fields: {phases: {type: text}}}}",
            Code::BadSchema,
            "type",
        ),
        (
            "kinds: {case: {fields: {mood: {type: txt}}}}",
            Code::BadSchema,
            "txt",
        ),
        (
            "kinds: {case: {fields: {mood: {to: [cse]}}}}",
            Code::BadSchema,
            "cse",
        ),
        (
            "kinds: {case: {fields: {mood: {label: 标题}}}}",
            Code::BadSchema,
            "mood",
        ),
        (
            "kinds: {case: {fields: {mood: {lable: x}}}}",
            Code::BadSchema,
            "lable",
        ),
        (
            "kinds: {case: {fields: {心情: {}}}}",
            Code::BadSchema,
            "心情",
        ),
        ("kinds: {recipe: {label: 菜谱}}", Code::BadSchema, "recipe"),
        (
            "kinds: {recipe: {label: 菜谱, folder: cases}}",
            Code::BadSchema,
            "cases",
        ),
        (
            "kinds: {recipe: {label: 菜谱, folder: ../x}}",
            Code::BadSchema,
            "recipe",
        ),
        (
            "kinds: {recipe: {folder: recipes}}",
            Code::BadSchema,
            "recipe",
        ),
    ] {
        assert_eq!(only(lines), (code, at.to_string()), "{lines}");
    }
}

#[test]
fn languages_are_looked_up_and_checked() {
    for (languages, wanted) in [
        ("[zh, en]", "zh/zh-Hans/中文 en/en/English"),
        ("zh", "zh/zh-Hans/中文"),
        (
            "[{folder: zh}, {folder: yue, tag: yue-Hant, label: 粵語}]",
            "zh/zh-Hans/中文 yue/yue-Hant/粵語",
        ),
        ("[zh, zh]", "zh/zh-Hans/中文"),
        ("[zh, {folder: ../x}]", "zh/zh-Hans/中文"),
        ("[zh, media]", "zh/zh-Hans/中文"),
    ] {
        let (config, _, _) = read_text(&format!("title: 甲\nlanguages: {languages}\n"));
        let found: Vec<String> = config
            .unwrap()
            .languages
            .iter()
            .map(|l| format!("{}/{}/{}", l.folder, l.tag, l.label))
            .collect();
        assert_eq!(found.join(" "), wanted, "{languages}");
    }
    for text in [
        "title: 甲\n",
        "title: 甲\nlanguages: []\n",
        "title: 甲\nlanguages: [zz]\n",
        "languages: [zh]\n",
        "",
        "- a\n",
    ] {
        let (config, _, diagnostics) = read_text(text);
        assert_eq!(config, None, "{text}");
        assert!(diagnostics.iter().any(Diagnostic::stops_build), "{text}");
    }
}

#[test]
fn slips_are_read_here_too() {
    let (config, _, diagnostics) = read_text("title：社区手册\nlanguages：[zh，en]\n");
    assert_eq!(config.unwrap().languages.len(), 2);
    assert!(diagnostics.iter().all(|d| d.severity == Severity::Warning));
    assert_eq!(diagnostics.len(), 3);
}

#[test]
fn a_handbook_adds_kinds_and_fields() {
    let (_, schema, diagnostics) = read_text(
        "title: 甲\nlanguages: [zh]\nkinds:\n  recipe:\n    folder: recipes\n    label: {zh: 菜谱, en: Recipe}\n    fields:\n      dish: {label: {zh: 菜, en: Dish}, needed: published}\n      from_case: {to: case, list: true, mirror: kind}\n      heat: {choices: {low: 小火, high: 大火}}\n  case:\n    fields:\n      mood: {label: 心情}\n      phases: {label: {fr: Étapes}, needed: no}\n",
    );
    assert_eq!(diagnostics, []);
    let recipe = schema.kind_of_folder("recipes");
    assert_eq!(recipe.name, "recipe");
    assert_eq!(recipe.field("菜").unwrap().name, "dish");
    assert!(recipe.field("标题").is_some());
    let mirror = recipe.field("from_case").unwrap().mirror.as_ref().unwrap();
    assert_eq!(mirror.name, "recipes");
    let case = schema.kind("case").unwrap();
    assert_eq!(case.field("心情").unwrap().name, "mood");
    assert_eq!(case.field("Étapes").unwrap().name, "phases");
    assert_eq!(
        case.field("phases").unwrap().needed,
        crate::schema::Needed::No
    );
    assert_eq!(schema.kinds.last().unwrap().name, "page");
    let names: Vec<&str> = case
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    let at = |name| names.iter().position(|n| *n == name).unwrap();
    assert!(at("mood") < at("title"), "{names:?}");
}

#[test]
fn facts_and_their_sources_are_read() {
    let facts = source(
        "facts.yaml",
        "F25: {zh: 甲, en: A, certainty: ambiguous, source: thesis}\nF1: 一句话\n",
    );
    let works = source(
        "sources.yaml",
        "thesis: {title: {zh: 论文, en: Thesis}, by: 某, year: 2023}\n",
    );
    let (evidence, diagnostics) = read_evidence(Some(&facts), Some(&works));
    assert_eq!(diagnostics, []);
    let fact = &evidence.facts["F25"];
    assert!(!fact.certain);
    assert_eq!(fact.text.get("en"), "A");
    assert_eq!(evidence.facts["F1"].text.get("zh"), "一句话");
    assert_eq!(evidence.works["thesis"].year, Some(2023));
}

#[test]
fn evidence_names_its_mistakes() {
    let text = "F1: {zh: 甲, source: thesi}\nF2: {certainty: maybe, en: A}\nF3: {source: thesis}\nF4: {zh: 甲, sorce: x}\n";
    let facts = source("facts.yaml", text);
    let works = source("sources.yaml", "thesis: {title: 论文, url: nowhere}\n");
    let (_, diagnostics) = read_evidence(Some(&facts), Some(&works));
    let found: Vec<(Code, &str)> = diagnostics
        .iter()
        .filter(|d| d.place.as_ref().unwrap().path.as_str() == "facts.yaml")
        .map(|d| (d.code, &text[d.place.clone().unwrap().span]))
        .collect();
    assert_eq!(
        found,
        [
            (Code::UnknownSource, "thesi"),
            (Code::BadConfig, "maybe"),
            (Code::BadConfig, "{source: thesis}"),
            (Code::BadConfig, "sorce"),
        ]
    );
    assert_eq!(diagnostics.len(), 5);
}

#[test]
fn a_big_and_broken_facts_file_is_read_to_its_end() {
    let text: String = (0..40_000)
        .map(|n| format!("F{n}: {{zh: {n}, sorce: x}}\n"))
        .collect();
    let facts = source("facts.yaml", &text);
    let (evidence, diagnostics) = read_evidence(Some(&facts), None);
    assert_eq!(evidence.facts.len(), 40_000);
    assert!(!diagnostics.is_empty() && diagnostics.len() < 100);
    let nested = source("facts.yaml", &"[".repeat(4_000_000));
    assert_eq!(
        read_evidence(Some(&nested), None).1[0].code,
        Code::YamlLimit
    );
    let long = source("facts.yaml", &"a".repeat(5_000_000));
    assert_eq!(read_evidence(Some(&long), None).1[0].code, Code::YamlLimit);
}
