//! The house rules, held over the text of `src/`: who may import whom, which guest crate lives in
//! which room, where disk, network, clock and environment may be touched, and how a file looks.

mod code;

use std::path::Path;

use code::{File, group_names, name_at, words};

/// Who may import whom: each floor from itself and those below. A new module gets a floor here.
const FLOORS: &[&[&str]] = &[
    &[
        "path",
        "source",
        "diagnostic",
        "output",
        "language",
        "likeness",
        "date",
        "escape",
        "script",
        "reading",
        "qr",
    ],
    &["yaml", "config", "schema", "front_matter", "markdown"],
    &["page"],
    &["handbook", "check"],
    &["view"],
    &[
        "theme", "search", "feed", "sitemap", "offline", "share", "epub",
    ],
    &["pipeline"],
    &["load", "write", "watch", "serve"],
    &["cli", "main"],
];

/// From this floor on the disk, the network, the environment and other programs may be touched.
const SHORE: usize = 7;
/// Those that may ask what time it is: today is an input to everyone else.
const CLOCK: &[&str] = &["load", "write", "watch", "serve", "cli", "main"];
const LONGEST: usize = 500;

#[test]
fn nobody_imports_from_a_higher_floor() {
    assert_tidy(floors(&house()));
}

#[test]
fn one_guest_crate_has_one_room() {
    let cargo = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert_tidy(rooms(&house(), &cargo));
}

#[test]
fn files_are_short_and_open_with_what_they_are_for() {
    assert_tidy(shape(&house()));
}

#[test]
fn only_the_shore_touches_clock_disk_network_and_environment() {
    assert_tidy(edges(&house()));
}

#[test]
fn nothing_is_left_unfinished_or_tied_to_one_machine() {
    assert_tidy(leftovers(&house()));
}

#[test]
fn a_place_on_the_disk_is_shown_in_one_way() {
    assert_tidy(shown_raw(&house()));
}

#[test]
fn every_code_is_raised_somewhere() {
    let codes: Vec<String> = (linli::diagnostic::Code::ALL.iter())
        .map(|code| format!("{code:?}"))
        .collect();
    assert_tidy(unraised(&house(), &codes));
}

fn floors(house: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in house {
        let module = file.module();
        let Some(own) = module.first() else {
            continue;
        };
        let Some(floor) = floor_of(own) else {
            problems.push(format!(
                "src/{}: `{own}` has no floor in tests/it/tidy.rs",
                file.path
            ));
            continue;
        };
        for (at, name) in imports(file) {
            // Names that are no modules are macros and re-exports of lib.rs; it has none.
            if floor_of(name).is_some_and(|other| other > floor) {
                problems.push(format!(
                    "{}: `{own}` (floor {floor}) must not know `{name}`, which lives higher",
                    file.at(at)
                ));
            }
        }
    }
    problems
}

/// The top-level modules a file names, in `use` or inline: by `crate::`, by the crate's own name,
/// or by enough `super::` to reach the root.
fn imports(file: &File) -> Vec<(usize, &str)> {
    let code = &file.code;
    let mut found = Vec::new();
    for root in ["crate::", "linli::"] {
        for at in words(code, root) {
            let names = group_names(&code[at + root.len()..]);
            found.extend(names.into_iter().map(|name| (at, name)));
        }
    }
    let (before_tests, _) = file.code_and_tests();
    let depth = file.module().len();
    for at in words(code, "super::") {
        if code[..at].ends_with("::") {
            continue;
        }
        let chain = &code[at..];
        let rest = chain.trim_start_matches("super::");
        let supers = (chain.len() - rest.len()) / "super::".len();
        // A test module at the end of the file is one step further in.
        let inner = usize::from(at >= before_tests.len() && !file.is_test());
        if supers == depth + inner {
            found.extend(group_names(rest).into_iter().map(|name| (at, name)));
        }
    }
    found
}

fn rooms(house: &[File], cargo: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for (guest, comment) in guests(cargo) {
        let Some(comment) = comment else {
            problems.push(format!(
                "Cargo.toml: `{guest}` needs a comment with its room and reason"
            ));
            continue;
        };
        let Some(allowed) = room(&comment) else {
            continue;
        };
        let name = guest.replace('-', "_");
        for file in house {
            let module = file.module().join("::");
            let inside =
                |room: &String| module == *room || module.starts_with(&format!("{room}::"));
            // A module of our own may have a guest's name.
            let ours = words(&file.code, &format!("mod {name}")).next().is_some();
            if ours || allowed.iter().any(inside) {
                continue;
            }
            // Tests may ask a guest directly whether it agrees.
            let (code, _) = file.code_and_tests();
            for at in words(code, &format!("{name}::")) {
                // `crate::name::` and `Type::name::` are our own.
                if !file.code[..at].ends_with("::") {
                    let rooms = allowed.join(", ");
                    problems.push(format!("{}: `{guest}` lives in {rooms}", file.at(at)));
                }
            }
        }
    }
    problems
}

/// Every crate the program is built with, and the comment on its line.
fn guests(cargo: &str) -> Vec<(String, Option<String>)> {
    let mut guests = Vec::new();
    let mut inside = false;
    for line in cargo.lines() {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]") && !line.contains("dev-dependencies");
        } else if let Some((name, rest)) = line.split_once(" = ")
            && inside
        {
            let comment = rest.split_once(" # ").map(|(_, comment)| comment.trim());
            guests.push((name.trim().to_string(), comment.map(str::to_string)));
        }
    }
    guests
}

/// `theme` and `markdown::clean: why` name a room, `source, path: why` two; words that are no module
/// (`printing for machines: …`) let a guest go anywhere.
fn room(comment: &str) -> Option<Vec<String>> {
    let rooms = comment.split_once(": ").map_or(comment, |(rooms, _)| rooms);
    let rooms: Vec<String> = rooms.split(", ").map(str::to_string).collect();
    let is_module = |room: &String| {
        let parts = room.split("::").collect::<Vec<_>>();
        floor_of(parts[0]).is_some() && parts.iter().all(|part| name_at(part) == Some(part))
    };
    rooms.iter().all(is_module).then_some(rooms)
}

fn shape(house: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in house {
        let lines = file.text.lines().count();
        if lines > LONGEST {
            problems.push(format!(
                "src/{} has {lines} lines; look for the second idea in it",
                file.path
            ));
        }
        if !file.text.starts_with("//! ") {
            problems.push(format!(
                "src/{} does not say what it is for (`//! …`)",
                file.path
            ));
        }
    }
    problems
}

fn edges(house: &[File]) -> Vec<String> {
    const CLOCKS: &[&str] = &[
        "SystemTime::now",
        "Instant::now",
        "chrono",
        "Local",
        "Zoned::now",
        "Timestamp::now",
    ];
    const SHORES: &[&str] = &["fs", "env", "net", "process"];
    let mut problems = Vec::new();
    for file in house {
        let module = file.module();
        let own = module.first().copied().unwrap_or("lib");
        let (code, _) = file.code_and_tests();
        if !CLOCK.contains(&own) {
            for clock in CLOCKS {
                for at in words(code, clock) {
                    problems.push(format!(
                        "{}: `{own}` must not ask the clock ({clock})",
                        file.at(at)
                    ));
                }
            }
        }
        if floor_of(own).is_some_and(|floor| floor >= SHORE) {
            continue;
        }
        for at in words(code, "std::") {
            for name in group_names(&code[at + "std::".len()..]) {
                if SHORES.contains(&name) {
                    problems.push(format!(
                        "{}: `{own}` must not touch std::{name}",
                        file.at(at)
                    ));
                }
            }
        }
    }
    problems
}

fn leftovers(house: &[File]) -> Vec<String> {
    const UNFINISHED: &[&str] = &["todo!", "unimplemented!", "dbg!", "#[ignore"];
    const MACHINE: &[&str] = &["/home/", "/Users/", "C:\\Users"];
    let mut problems = Vec::new();
    for file in house {
        for word in UNFINISHED {
            for at in words(&file.code, word) {
                problems.push(format!("{}: {word}", file.at(at)));
            }
        }
        for path in MACHINE {
            for (at, _) in file.text.match_indices(path) {
                problems.push(format!("{}: a path of one machine ({path})", file.at(at)));
            }
        }
    }
    problems
}

/// Paths shown as the system spells them: on Windows with backslashes, and not as a shell takes them.
fn shown_raw(house: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in house {
        let (code, _) = file.code_and_tests();
        if file.is_test() {
            continue;
        }
        for (at, _) in code.match_indices(".display()") {
            problems.push(format!("{}: show it by `path::shown`", file.at(at)));
        }
    }
    problems
}

fn unraised(house: &[File], codes: &[String]) -> Vec<String> {
    let raised = |code: &String| {
        let name = format!("Code::{code}");
        let mut elsewhere = house
            .iter()
            .filter(|file| file.path != "diagnostic/code.rs");
        elsewhere.any(|file| words(file.code_and_tests().0, &name).next().is_some())
    };
    let mut problems = Vec::new();
    for code in codes {
        if !raised(code) {
            problems.push(format!(
                "Code::{code} is raised nowhere: raise it or take it away"
            ));
        }
    }
    problems
}

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file of `src/`, sorted.
fn house() -> Vec<File> {
    let mut files = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name = path.strip_prefix(root().join("src")).unwrap();
                let name = name.to_str().unwrap().replace('\\', "/");
                files.push(File::new(&name, &std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(files.len() > 10, "src/ was not found");
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn assert_tidy(problems: Vec<String>) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

/// How many problems a checker sees in one small file.
fn seen(check: fn(&[File]) -> Vec<String>, path: &str, text: &str) -> usize {
    check(&[File::new(path, text)]).len()
}

#[test]
fn an_import_from_above_is_seen_in_every_form() {
    assert_eq!(seen(floors, "page.rs", "use crate::handbook::Handbook;"), 1);
    assert_eq!(
        seen(
            floors,
            "page.rs",
            "use crate::{path::A, view::{B, C}, cli};"
        ),
        2
    );
    assert_eq!(
        seen(floors, "page/head.rs", "fn a() -> crate::theme::Theme {}"),
        1
    );
    assert_eq!(seen(floors, "page.rs", "use super::view::B;"), 1);
    assert_eq!(
        seen(floors, "page/head.rs", "use super::super::view::B;"),
        1
    );
    assert_eq!(
        seen(
            floors,
            "page.rs",
            "#[cfg(test)]\nmod tests {\nuse super::super::view::B;\n}"
        ),
        1
    );
    assert_eq!(seen(floors, "novelty.rs", ""), 1);
}

#[test]
fn an_import_from_below_or_beside_is_fine() {
    assert_eq!(
        seen(floors, "page.rs", "use crate::{path::A, markdown};"),
        0
    );
    assert_eq!(
        seen(floors, "check.rs", "use crate::handbook::Handbook;"),
        0
    );
    assert_eq!(seen(floors, "page/head.rs", "use super::view::B;"), 0);
    assert_eq!(
        seen(floors, "page.rs", "// crate::cli\nlet a = \"crate::cli\";"),
        0
    );
    assert_eq!(seen(floors, "main.rs", "linli::cli::run();"), 0);
}

#[test]
fn a_guest_outside_its_room_is_seen() {
    let cargo = "[dependencies]\nserde_yaml = \"1\" # yaml: why\nserde = \"1\" # views and data\n\
        tera = \"2\" # theme\n\
        a-b = { version = \"1\" } # markdown::clean, source: why\nbare = \"1\"\n\
        [dev-dependencies]\nproptest = \"1\"\n";
    let problems = |path: &str, text: &str| rooms(&[File::new(path, text)], cargo);
    let bare = ["Cargo.toml: `bare` needs a comment with its room and reason"];
    assert_eq!(problems("yaml.rs", "use serde_yaml::Value;"), bare);
    assert_eq!(problems("yaml/spans.rs", "serde_yaml::from_str(a)"), bare);
    assert_eq!(problems("source.rs", "use a_b::C;"), bare);
    assert_eq!(
        problems("page.rs", "use serde::Serialize; x::serde_yaml::y"),
        bare
    );
    assert_eq!(problems("page.rs", "use serde_yaml::Value;").len(), 2);
    assert_eq!(problems("markdown.rs", "a_b::clean(c)").len(), 2);
    assert_eq!(problems("view.rs", "tera::Value::null()").len(), 2);
    assert_eq!(problems("theme/filters.rs", "tera::Value::null()"), bare);
}

#[test]
fn a_long_or_silent_file_is_seen() {
    let long = format!("//! A.\n{}", "\n".repeat(LONGEST));
    assert_eq!(seen(shape, "page.rs", &long), 1);
    assert_eq!(seen(shape, "page.rs", "use a;"), 1);
    assert_eq!(seen(shape, "page.rs", "//! One file.\n"), 0);
}

#[test]
fn a_touch_of_the_world_inland_is_seen() {
    assert_eq!(
        seen(edges, "page.rs", "let a = std::time::SystemTime::now();"),
        1
    );
    assert_eq!(seen(edges, "handbook/schedule.rs", "use chrono::Local;"), 2);
    assert_eq!(seen(edges, "view.rs", "use std::{fs, io, env::var};"), 2);
    assert_eq!(seen(edges, "theme.rs", "std::process::exit(1)"), 1);
    assert_eq!(
        seen(
            edges,
            "serve.rs",
            "std::net::TcpStream::connect(a); Instant::now()"
        ),
        0
    );
    assert_eq!(
        seen(edges, "page.rs", "#[cfg(test)]\nmod tests { use std::fs; }"),
        0
    );
    assert_eq!(seen(edges, "page/tests.rs", "use std::fs;"), 0);
    assert_eq!(seen(edges, "page.rs", "use std::fmt; // std::fs"), 0);
}

#[test]
fn a_leftover_is_seen() {
    assert_eq!(seen(leftovers, "page.rs", "fn a() { todo!() }"), 1);
    assert_eq!(seen(leftovers, "page.rs", "unimplemented!(); dbg!(a);"), 2);
    assert_eq!(
        seen(
            leftovers,
            "page.rs",
            "#[test]\n#[ignore = \"slow\"]\nfn a() {}"
        ),
        1
    );
    assert_eq!(
        seen(leftovers, "page.rs", "let a = \"/home/me/handbook\";"),
        1
    );
    assert_eq!(seen(leftovers, "page.rs", "// todo! is not allowed\n"), 0);
}

#[test]
fn a_place_shown_as_the_system_spells_it_is_seen() {
    assert_eq!(seen(shown_raw, "cli/build.rs", "say(to.display());"), 1);
    assert_eq!(seen(shown_raw, "cli/build.rs", "say(&shown(&to));"), 0);
    let in_test = "#[cfg(test)]\nmod tests { fn a() { b.display() } }";
    assert_eq!(seen(shown_raw, "cli/build.rs", in_test), 0);
}

#[test]
fn a_code_nobody_raises_is_seen() {
    let codes = ["BadDate".to_string(), "BadTime".to_string()];
    let house = [
        File::new("diagnostic/code.rs", "Code::BadDate, Code::BadTime"),
        File::new(
            "date.rs",
            "Code::BadDate\n#[cfg(test)]\nmod tests { Code::BadTime }",
        ),
    ];
    let problems = unraised(&house, &codes);
    assert!(
        problems.len() == 1 && problems[0].contains("BadTime"),
        "{problems:?}"
    );
}
