//! The theme author's guide names every field of the view, with the words `src/view.rs` has for it.

use std::path::PathBuf;

/// One type of the view: its name, its doc, its fields with their types and docs.
pub struct Type {
    pub name: String,
    pub doc: String,
    pub fields: Vec<(String, String, String)>,
}

const BEGIN: &str = "<!-- view: begin -->\n";
const END: &str = "<!-- view: end -->\n";

fn read(path: &str) -> String {
    std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Reads the public structs of a Rust source that holds nothing cleverer than `view.rs` does.
fn types(source: &str) -> Vec<Type> {
    let mut types: Vec<Type> = Vec::new();
    let mut doc = Vec::new();
    let mut inside = false;
    for line in source.lines() {
        let line = line.trim();
        if let Some(words) = line.strip_prefix("///") {
            doc.push(words.trim().to_string());
        } else if let Some(rest) = line.strip_prefix("pub struct ") {
            inside = rest.ends_with('{');
            let name = rest.split([' ', '(']).next().unwrap().to_string();
            types.push(Type {
                name,
                doc: std::mem::take(&mut doc).join(" "),
                fields: Vec::new(),
            });
        } else if line == "}" {
            inside = false;
        } else if let Some(rest) = line.strip_prefix("pub ").filter(|_| inside) {
            let (name, kind) = rest.trim_end_matches(',').split_once(": ").unwrap();
            let field = (
                name.to_string(),
                kind.to_string(),
                std::mem::take(&mut doc).join(" "),
            );
            types.last_mut().unwrap().fields.push(field);
        } else if !line.starts_with('#') {
            doc.clear();
        }
    }
    types.retain(|kind| !kind.fields.is_empty());
    types
}

/// The types of the view as `src/view.rs` has them.
pub fn types_of_the_view() -> Vec<Type> {
    types(&read("src/view.rs"))
}

fn tables(types: &[Type]) -> String {
    let mut text = String::new();
    for kind in types {
        text += &format!(
            "\n### {}\n\n{}\n\n| field | type | meaning |\n| --- | --- | --- |\n",
            kind.name, kind.doc
        );
        for (name, kind, doc) in &kind.fields {
            text += &format!("| `{name}` | `{kind}` | {doc} |\n");
        }
    }
    text
}

#[test]
fn the_guide_tells_every_field_of_the_view() {
    let expected = tables(&types_of_the_view());
    let guide = read("themes/README.md");
    let (before, rest) = guide
        .split_once(BEGIN)
        .expect("the guide has a place for the tables");
    let (between, after) = rest.split_once(END).expect("the guide's tables end");
    if std::env::var_os("UPDATE").is_some() {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("themes/README.md");
        std::fs::write(path, [before, BEGIN, &expected, END, after].concat()).unwrap();
        return;
    }
    assert_eq!(
        between, expected,
        "run the tests once with UPDATE=1 to write the tables again"
    );
}

#[test]
fn the_reader_of_structs_sees_docs_and_types() {
    let found = types(
        "/// One.\npub struct A {\n    /// Its name.\n    pub name: String,\n    pub b: u8,\n}\n",
    );
    assert_eq!(found[0].name, "A");
    assert_eq!(
        found[0].fields[0],
        ("name".into(), "String".into(), "Its name.".into())
    );
    assert_eq!(found[0].fields[1], ("b".into(), "u8".into(), String::new()));
}
