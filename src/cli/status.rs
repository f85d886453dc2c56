//! `linli status`: gaps, each an invitation, with the command that begins what is missing.

use serde_json::{Map, Value, json};

use super::desk::{Desk, colour, say, say_error};
use super::new::{command_words, quoted};
use super::{Everywhere, Failure, Outcome, Status};
use crate::check::gaps::{self, Gap, text_hash};
use crate::diagnostic::Code;
use crate::diagnostic::print::Format;
use crate::handbook::Handbook;
use crate::language::Words;
use crate::load::Memory;
use crate::path::shown;
use crate::pipeline;

/// What a gap is, in the order they are told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    /// A page that others call for.
    Wanted,
    /// A translation nobody has begun.
    Missing,
    /// A page whose review is due.
    Due,
    /// A translation whose original has changed.
    Outdated,
}

const GROUPS: [Group; 4] = [Group::Wanted, Group::Missing, Group::Due, Group::Outdated];

/// What to do about a gap.
enum Remedy {
    /// A command that begins a page.
    Command(Words),
    /// A line of the head that is to say this once the page has been looked at.
    Line(String),
}

pub fn run(everywhere: &Everywhere, arguments: &Status) -> Outcome {
    let desk = Desk::open(everywhere, &arguments.handbook, &mut Memory::default())?;
    let understood = desk
        .sources
        .as_ref()
        .map(|sources| pipeline::understand(sources, desk.settings(true, None)));
    let Some(handbook) = understood.and_then(|understood| understood.handbook) else {
        say_error(&desk.print(Format::Human, &desk.diagnostics, None, colour()));
        return Err(Failure::Handbook);
    };
    let mut gaps = gaps::find(&handbook);
    let place = |gap: &Gap| {
        let place = gap.diagnostic.place.as_ref();
        place.map(|place| (place.path.clone(), place.span.start))
    };
    gaps.sort_by_key(|gap| (place(gap), gap.diagnostic.code.as_str(), gap.language));
    // A command has to find the handbook again.
    let elsewhere = match shown(&arguments.handbook).as_str() {
        "." | "" => String::new(),
        folder => format!(" --handbook {}", quoted(folder)),
    };
    let told = Told {
        desk: &desk,
        handbook: &handbook,
        elsewhere,
    };
    match arguments.json {
        true => say(&told.as_json(&gaps)),
        false => say(&told.as_text(&gaps)),
    }
    Ok(())
}

struct Told<'a> {
    desk: &'a Desk,
    handbook: &'a Handbook,
    elsewhere: String,
}

impl Told<'_> {
    fn as_text(&self, gaps: &[Gap]) -> String {
        let desk = self.desk;
        let mut text = String::new();
        for group in GROUPS {
            let own = gaps.iter().filter(|gap| Group::of(gap) == group);
            let own: Vec<&Gap> = own.collect();
            text += &format!("{} {}\n", desk.words(&group.heading()), own.len());
            for gap in own {
                let message = desk.words(&gap.diagnostic.message);
                text += &format!("  {message}  [{}]\n", gap.diagnostic.code.as_str());
                text += &format!("    {}\n", self.file(gap));
                let remedy = match self.remedy(gap) {
                    Remedy::Command(command) => command,
                    Remedy::Line(line) => Words::new(
                        format!("看过改好以后，写上 {line}"),
                        format!("once looked at, let it say {line}"),
                    ),
                };
                text += &format!("    {}\n", desk.words(&remedy));
            }
        }
        let all = gaps.len();
        let plural = if all == 1 { "" } else { "s" };
        let closing = Words::new(
            format!("还可以补 {all} 处。"),
            format!("{all} gap{plural} to fill."),
        );
        text + desk.words(&closing)
    }

    fn as_json(&self, gaps: &[Gap]) -> String {
        let mut whole = Map::new();
        for group in GROUPS {
            let own = gaps.iter().filter(|gap| Group::of(gap) == group);
            let own: Vec<Value> = own.map(|gap| self.one_as_json(gap)).collect();
            whole.insert(group.name().to_string(), Value::Array(own));
        }
        whole.insert("count".to_string(), json!(gaps.len()));
        serde_json::to_string_pretty(&whole).expect("JSON values can be written")
    }

    fn one_as_json(&self, gap: &Gap) -> Value {
        let article = &self.handbook.articles[gap.article];
        let (command, line) = match self.remedy(gap) {
            Remedy::Command(command) => (Some(self.desk.words(&command).to_string()), None),
            Remedy::Line(line) => (None, Some(line)),
        };
        json!({
            "code": gap.diagnostic.code.as_str(),
            "message": self.desk.words(&gap.diagnostic.message),
            "path": self.file(gap),
            "kind": article.kind,
            "id": article.id,
            "language": self.handbook.language(gap.language).tag,
            "command": command,
            "line": line,
        })
    }

    fn file(&self, gap: &Gap) -> String {
        let place = gap.diagnostic.place.as_ref();
        let path = place
            .map(|place| place.path.to_string())
            .unwrap_or_default();
        format!("{}{path}", self.desk.prefix)
    }

    fn remedy(&self, gap: &Gap) -> Remedy {
        let article = &self.handbook.articles[gap.article];
        let new = |kind: &str| {
            let wanted_for = quoted(&format!("{}/{}", article.kind, article.id));
            let kind = self.handbook.schema.kind(kind);
            let kind = kind.expect("a gap calls for a kind linli comes with");
            let end = format!("--for {wanted_for}{}", self.elsewhere);
            Remedy::Command(Words::new(
                format!("linli new {} {end}", quoted(kind.label.get("zh"))),
                format!("linli new {} {end}", kind.name),
            ))
        };
        match gap.diagnostic.code {
            Code::ProblemWithoutHelp => new("countermeasure"),
            Code::HelpWithoutCase => new("case"),
            Code::PhaseWithoutTool => new("tool"),
            Code::RoleWithoutPath => new("path"),
            Code::OverdueReview => Remedy::Line(format!("last_reviewed: {}", self.desk.today)),
            Code::OutdatedTranslation => {
                let hash = text_hash(&article.original().page.source.text);
                Remedy::Line(format!(
                    "translated_from: {}",
                    crate::yaml::quote_where_needed(&hash)
                ))
            }
            _ => {
                let folder = quoted(&self.handbook.language(gap.language).folder);
                let page = command_words(self.handbook, article);
                let end = format!("--lang {folder}{}", self.elsewhere);
                Remedy::Command(Words::new(
                    format!("linli new {} {end}", page.zh),
                    format!("linli new {} {end}", page.en),
                ))
            }
        }
    }
}

impl Group {
    fn of(gap: &Gap) -> Group {
        match gap.diagnostic.code {
            Code::MissingTranslation => Group::Missing,
            Code::OverdueReview => Group::Due,
            Code::OutdatedTranslation => Group::Outdated,
            _ => Group::Wanted,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Group::Wanted => "wanted",
            Group::Missing => "missing",
            Group::Due => "due",
            Group::Outdated => "outdated",
        }
    }

    fn heading(self) -> Words {
        match self {
            Group::Wanted => Words::new("盼着有人写", "Wanted"),
            Group::Missing => Words::new("还没翻译", "Missing"),
            Group::Due => Words::new("该核对了", "Due"),
            Group::Outdated => Words::new("译文旧了", "Outdated"),
        }
    }
}
