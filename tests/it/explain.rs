//! The docs of the codes, seen from outside.

use linli::diagnostic::explain::{CODES_YAML, all};

/// `explain` reads its own file without a YAML crate; here the real one says the same.
#[test]
fn the_docs_are_read_as_yaml_reads_them() {
    let yaml: serde_yaml::Value = serde_yaml::from_str(CODES_YAML).unwrap();
    let codes = yaml.as_mapping().unwrap();
    assert_eq!(codes.len(), all().len());
    for (code, languages) in all() {
        for (language, doc) in languages {
            let yaml = &yaml[code.as_str()][language.as_str()];
            assert_eq!(yaml.as_mapping().unwrap().len(), 5, "{code} {language}");
            let texts = [
                ("title", &doc.title),
                ("why", &doc.why),
                ("fix", &doc.fix),
                ("wrong", &doc.wrong),
                ("right", &doc.right),
            ];
            for (key, text) in texts {
                assert_eq!(
                    yaml[key].as_str(),
                    Some(text.as_str()),
                    "{code} {language} {key}"
                );
            }
        }
    }
}
