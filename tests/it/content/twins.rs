//! A page in Chinese and in English says the same things: the same parts in the same order.

use linli::front_matter::Value;
use linli::handbook::Handbook;
use linli::markdown::shapes::quiz;
use linli::markdown::{NodeKind, Tag};

use super::book::{Page, pages};

/// Words are never the same number in two languages; what people ask and search for is theirs.
const OWN_WORDS: [&str; 3] = ["asks", "synonyms", "tags"];

pub fn differences(book: &Handbook) -> Vec<String> {
    let mut found = Vec::new();
    for article in &book.articles {
        let both: Vec<Page> = pages_of(book, &article.route);
        let [zh, en] = both.as_slice() else {
            let missing = match both.first().map(|page| page.language) {
                Some("zh") => "en",
                _ => "zh",
            };
            found.push(format!(
                "content/{missing}/{}.md:1: is missing",
                article.route
            ));
            continue;
        };
        // These pages show what linli tells each language's writer of that language's mistakes.
        if !article.route.starts_with("writing/messages-") {
            found.extend(first_difference(&parts(book, zh), &parts(book, en)));
        }
        // The manual shows links as each language writes them.
        if !zh.is_manual() {
            found.extend(other_links(zh, en));
        }
        found.extend(other_lists(zh, en));
    }
    found
}

fn pages_of<'a>(book: &'a Handbook, route: &str) -> Vec<Page<'a>> {
    pages(book)
        .filter(|page| page.article.route == route)
        .collect()
}

/// Headings, tables, lists, blocks and quizzes in order, with the line of each.
fn parts(book: &Handbook, page: &Page) -> Vec<(String, String)> {
    let body = &page.version.page.body;
    let quizzes = quiz::find(body, |block| quiz::stands_apart(block, &book.schema));
    let mut found = Vec::new();
    for (at, node) in body.nodes.iter().enumerate() {
        let inside = at + 1..node.end as usize;
        let count = |is: &dyn Fn(&Tag) -> bool| {
            let mut tags = body.nodes[inside.clone()]
                .iter()
                .filter_map(|node| node.tag());
            std::iter::from_fn(|| tags.next())
                .filter(|tag| is(tag))
                .count()
        };
        let part = match &node.kind {
            NodeKind::Element(tag) => match &**tag {
                Tag::Heading { level, .. } => format!("a heading of level {}", *level as u8),
                Tag::Table(columns) => {
                    let rows = count(&|tag| matches!(tag, Tag::TableRow));
                    format!("a table of {rows} rows and {} columns", columns.len())
                }
                Tag::List(start) => {
                    let items = children(page, at);
                    let sort = if start.is_some() { "steps" } else { "items" };
                    format!("a list of {items} {sort}")
                }
                _ => continue,
            },
            NodeKind::Block(block) => {
                let minutes = block
                    .minutes()
                    .map(|minutes| format!(" of {minutes} minutes"));
                let quiz = quizzes.iter().find(|quiz| quiz.at == at).map(|quiz| {
                    let choices = quiz.questions.iter().flat_map(|question| &question.choices);
                    let right = choices.map(|choice| if choice.right { 'x' } else { '-' });
                    format!(" answered {}", right.collect::<String>())
                });
                let (minutes, quiz) = (minutes.unwrap_or_default(), quiz.unwrap_or_default());
                format!("a block `{}`{minutes}{quiz}", block.name)
            }
            _ => continue,
        };
        found.push((part, page.line(body.opener(at).span.start)));
    }
    found
}

fn children(page: &Page, at: usize) -> usize {
    let nodes = &page.version.page.body.nodes;
    let (mut child, mut count) = (at + 1, 0);
    while child < nodes[at].end as usize {
        count += 1;
        child = nodes[child].end as usize;
    }
    count
}

fn first_difference(zh: &[(String, String)], en: &[(String, String)]) -> Option<String> {
    let at = (0..zh.len().max(en.len())).find(|at| part(zh, *at).0 != part(en, *at).0)?;
    let ((zh, zh_line), (en, en_line)) = (part(zh, at), part(en, at));
    Some(format!("{zh_line}: {zh}, but {en_line}: {en}"))
}

fn part(parts: &[(String, String)], at: usize) -> (&str, &str) {
    match parts.get(at) {
        Some((part, line)) => (part, line),
        None => (
            "nothing more",
            parts.last().map_or("the page", |(_, line)| line),
        ),
    }
}

fn other_links(zh: &Page, en: &Page) -> Option<String> {
    let (zh_links, en_links) = (targets(zh), targets(en));
    let only = |here: &[(String, String)], there: &[(String, String)]| {
        let mut there: Vec<&str> = there.iter().map(|(target, _)| target.as_str()).collect();
        let mut left = here.iter().filter(|(target, _)| {
            match there.iter().position(|other| other == target) {
                Some(at) => {
                    there.swap_remove(at);
                    false
                }
                None => true,
            }
        });
        left.next()
            .map(|(target, line)| format!("{line}: a link only here: {target}"))
    };
    only(&zh_links, &en_links).or_else(|| only(&en_links, &zh_links))
}

/// Where links lead, without the part of a page, which is named by its own language's words.
fn targets(page: &Page) -> Vec<(String, String)> {
    let links = page.version.page.body.links.iter();
    links
        .map(|link| {
            let target = link.target.split('#').next().unwrap_or_default();
            (target.to_string(), page.line_of(link.node as usize))
        })
        .collect()
}

fn other_lists(zh: &Page, en: &Page) -> Vec<String> {
    let mut found = Vec::new();
    for stated in &en.version.page.head.fields {
        let name = stated.name.as_str();
        let (Value::List(en_items), Some(Value::List(zh_items))) =
            (&stated.value, zh.version.page.head.get(name))
        else {
            continue;
        };
        if en_items.len() != zh_items.len() && !OWN_WORDS.contains(&name) {
            let (zh_line, en_line) = (zh.line_of_field(name), en.line_of_field(name));
            let (zh, en) = (zh_items.len(), en_items.len());
            found.push(format!("{zh_line}: {zh} in `{name}`, but {en_line}: {en}"));
        }
    }
    found
}
