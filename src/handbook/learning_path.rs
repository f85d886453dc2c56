//! Which lessons a path or a session holds, in the order they are learned.

use std::collections::BTreeSet;

use super::Handbook;

/// The lessons of a path: those it lists, else all lessons for its roles with what they build on,
/// each after its prerequisites.
pub fn modules_of_path(handbook: &Handbook, path: usize) -> Vec<usize> {
    let article = &handbook.articles[path];
    let listed: Vec<usize> = targets(handbook, path, &["modules", "modules.module"]);
    if !listed.is_empty() || article.original().head.get("modules").is_some() {
        return listed;
    }
    // From the roles to their lessons: the way over all lessons is long in a large handbook.
    let roles = targets(handbook, path, &["roles"]);
    let referrers = roles
        .iter()
        .flat_map(|&role| &handbook.articles[role].referrers);
    let lessons = referrers.filter(|edge| {
        let from = &handbook.articles[edge.from];
        &*edge.field == "roles"
            && from.kind == "module"
            && !from.index
            && handbook.is_shown(from.original())
    });
    let mut for_role: Vec<usize> = lessons.map(|edge| edge.from).collect();
    for_role.sort_by_key(|&at| (handbook.articles[at].rank(), at));
    after_prerequisites(handbook, for_role)
}

/// The lessons of a session: its own list, else those of its path.
pub fn modules_of_session(handbook: &Handbook, session: usize) -> Vec<usize> {
    let listed = targets(handbook, session, &["modules", "modules.module"]);
    if !listed.is_empty() {
        return listed;
    }
    let paths = targets(handbook, session, &["path"]);
    paths
        .into_iter()
        .flat_map(|path| modules_of_path(handbook, path))
        .collect()
}

/// The articles a field of an article refers to, in the order stated.
pub fn targets(handbook: &Handbook, at: usize, fields: &[&str]) -> Vec<usize> {
    let edges = handbook.articles[at].references.iter();
    edges
        .filter(|edge| fields.contains(&&*edge.field))
        .map(|edge| edge.to)
        .collect()
}

/// Each lesson once, after all it builds on; what they build on is added. A circle of
/// prerequisites, reported elsewhere, is cut where it closes.
fn after_prerequisites(handbook: &Handbook, wanted: Vec<usize>) -> Vec<usize> {
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    for start in wanted {
        if !seen.insert(start) {
            continue;
        }
        let mut way = vec![(start, targets(handbook, start, &["prerequisites"]))];
        while let Some((at, rest)) = way.last_mut() {
            let at = *at;
            match rest.is_empty() {
                true => {
                    order.push(at);
                    way.pop();
                }
                false => {
                    let next = rest.remove(0);
                    if seen.insert(next) {
                        way.push((next, targets(handbook, next, &["prerequisites"])));
                    }
                }
            }
        }
    }
    order
}
