//! What linli tells about itself and about a page: schema, explain, inspect, status.

use linli::diagnostic::Code;
use linli::schema::read::built_in;

use super::json;
use crate::desk::{Folder, page};

#[test]
fn the_schema_is_told_to_editors_and_to_people() {
    let folder = Folder::new();
    for kind in built_in().kinds {
        let schema = json(
            &folder
                .run(&["schema", &kind.name, "--format", "json-schema"])
                .fine(),
        );
        let text = schema.to_string();
        assert!(
            schema["$schema"].is_string() && schema["properties"]["title"].is_object(),
            "{}",
            kind.name
        );
        assert!(
            text.contains("标题") && text.contains("Title"),
            "{}",
            kind.name
        );
        let told = folder
            .run(&["--message-language", "zh", "schema", kind.label.get("zh")])
            .fine();
        assert!(told.out.contains(kind.label.get("zh")), "{}", told.out);
        for field in &kind.fields {
            assert!(
                text.contains(&format!("\"{}\"", field.name)),
                "{}.{}",
                kind.name,
                field.name
            );
        }
    }
    let whole = folder.run(&["schema"]).fine().out;
    assert!(
        built_in()
            .kinds
            .iter()
            .all(|kind| whole.contains(kind.label.get("en"))),
        "{whole}"
    );
    json(&folder.run(&["schema", "--format", "json-schema"]).fine());
}

#[test]
fn a_handbooks_own_kinds_are_in_its_schema() {
    let folder = Folder::handbook();
    folder.write(
        "content/handbook.yaml",
        "title: 手册\nlanguages: [zh]\nkinds:\n  recipe:\n    folder: recipes\n    label: {zh: 菜谱, en: Recipe}\n    plural: {zh: 菜谱, en: Recipes}\n    fields:\n      cook: {label: {zh: 掌勺, en: Cook}, help: {zh: 谁做的。, en: Who cooked.}}\n",
    );
    folder.run(&["schema", "菜谱"]).fine().says("掌勺");
    folder.run(&["new", "菜谱", "红烧肉"]).fine();
    assert!(folder.has("content/zh/recipes/hong-shao-rou.md"));
    folder.run(&["check"]).exits(0);
}

#[test]
fn every_code_is_explained_in_both_languages() {
    use rayon::prelude::*;
    let folder = Folder::new();
    Code::ALL.par_iter().for_each(|code| {
        let zh = folder
            .run(&["--message-language", "zh", "explain", code.as_str()])
            .fine()
            .out;
        let en = folder
            .run(&["--message-language", "en", "explain", code.as_str()])
            .fine()
            .out;
        assert!(
            zh.contains(code.as_str()) && en.contains(code.as_str()) && zh != en,
            "{zh}\n{en}"
        );
    });
    let all = folder.run(&["explain"]).fine().out;
    assert_eq!(all.lines().count(), Code::ALL.len());
    folder
        .run(&["explain", "brokn-link"])
        .exits(2)
        .says("broken-link");
    folder.run(&["explain", "zzz"]).exits(2);
}

#[test]
fn a_page_is_inspected_by_its_file_its_address_or_its_name() {
    let folder = Folder::handbook();
    folder.write(
        "content/zh/modules/ask.md",
        page("title: 怎么问\nstatus: draft", "::: 讲师\n提示。\n:::"),
    );
    for name in [
        "content/zh/modules/ask.md",
        "zh/modules/ask.md",
        "./content/zh/modules/ask.md",
        "zh/modules/ask.html",
        "module/ask",
        "课程/ask",
        "怎么问",
    ] {
        let said = folder.run(&["inspect", name]).fine();
        assert!(
            said.out.contains("title: 怎么问") && said.out.contains("edition: participant"),
            "{name}\n{}",
            said.out
        );
    }
    folder
        .run(&["inspect", "zh/modules/ask.facilitator.html"])
        .fine()
        .says("edition: facilitator");
    folder
        .run(&["inspect", "zh/modules/none.html"])
        .exits(2)
        .says("找不到");
}

#[test]
fn status_invites_and_stops_nothing() {
    let folder = Folder::handbook();
    folder.write(
        "content/handbook.yaml",
        "title: 手册\nlanguages: [zh, en]\n",
    );
    folder
        .run(&["status"])
        .fine()
        .says("missing-translation")
        .says("还可以补 2 处");
}
