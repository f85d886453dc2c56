//! The keys of `handbook.yaml`.

use super::reader::Reader;
use super::{Config, Repository};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::{Labels, Words};
use crate::path::SourcePath;
use crate::yaml::{Key, Yaml};

pub(super) const KEYS: [&str; 14] = [
    "id",
    "title",
    "seal",
    "description",
    "languages",
    "base_url",
    "repository",
    "organization",
    "contact",
    "license",
    "theme",
    "public_phones",
    "kinds",
    "标题",
];
pub(super) const INNER_KEYS: [&str; 10] = [
    "url", "branch", "host", "folder", "tag", "label", "plural", "fields", "zh", "en",
];

/// Where a handbook lies in its repository unless it says otherwise.
const FOLDER: &str = "content";

const HOSTS: [&str; 4] = ["github", "gitlab", "gitee", "codeberg"];

impl Reader<'_> {
    /// `None` where there is nothing to build from: no title, or no language.
    pub fn handbook(&mut self) -> Option<Config> {
        let given = &self.typed.value;
        if !given.is_mapping() {
            self.wrong(
                (
                    "handbook.yaml 里要一行一行写“名字: 值”",
                    "handbook.yaml is made of lines of `name: value`",
                ),
                (
                    "最少写两行：title: 社区手册，languages: [zh]",
                    "two lines will do: `title: Our handbook` and `languages: [en]`",
                ),
            );
            return None;
        }
        self.check_keys(given, &KEYS);
        let languages = self.languages(given);
        let mut title = self.labels(given, "title");
        if title.is_empty() {
            title = self.labels(given, "标题");
        }
        if title.is_empty() && given.get("title").is_none_or(Yaml::is_null) {
            self.tell(|at| {
                let start = crate::diagnostic::Place::new(&at.path, 0..0);
                Diagnostic::new(
                    Code::MissingTitle,
                    start,
                    Words::new("手册没有写标题", "the handbook has no title"),
                )
                .with_hint(Words::new(
                    "加上一行：title: 社区手册",
                    "add the line: title: Our handbook",
                ))
            });
        }
        let first_tag = languages
            .first()
            .map_or("zh", |language| language.tag.as_str());
        let first_title = title.get(first_tag).to_string();
        let seal = self.seal(given, &first_title);
        let id = self.id(given, &title);
        let config = Config {
            id,
            seal,
            description: self.labels(given, "description"),
            base_url: self.base_url(given),
            repository: self.repository(given),
            organization: self.labels(given, "organization"),
            contact: self.labels(given, "contact"),
            license: self.text(given, "license"),
            theme: self.theme(given),
            public_phones: self.texts(given, "public_phones"),
            title,
            languages,
        };
        (!config.title.is_empty() && !config.languages.is_empty()).then_some(config)
    }

    fn seal(&mut self, given: &Yaml, title: &str) -> String {
        let first = || title.chars().take(1).collect();
        let Some(seal) = self.text(given, "seal") else {
            return first();
        };
        if seal.chars().count() > 4 {
            self.inside(Key::name("seal"), |reader| {
                reader.wrong(
                    (
                        "印章上只放得下一两个字",
                        "a seal holds one or two characters",
                    ),
                    ("写一两个字，比如：seal: 邻", "write one or two: seal: 邻"),
                );
            });
            return first();
        }
        seal
    }

    /// The id stated, or one made from the title that stays the same as long as the title does.
    fn id(&mut self, given: &Yaml, title: &Labels) -> String {
        let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if let Some(id) = self.text(given, "id") {
            if id.len() <= 64 && id.chars().all(fine) {
                return id;
            }
            let slug = slug(&id);
            self.inside(Key::name("id"), |reader| {
                reader.wrong(
                    (
                        "id 只能用小写英文字母、数字和减号",
                        "an `id` is made of small letters, digits and hyphens",
                    ),
                    (
                        &format!("比如：id: {}", slug.as_deref().unwrap_or("our-handbook")),
                        &format!("such as: id: {}", slug.as_deref().unwrap_or("our-handbook")),
                    ),
                );
            });
        }
        let english = title.0.get("en").and_then(|text| slug(text));
        let any = || title.texts().find_map(slug);
        english.or_else(any).unwrap_or_else(|| {
            let all: Vec<&str> = title.texts().collect();
            let hash = format!("{:032x}", crate::source::hash(all.join("\n").as_bytes()));
            format!("handbook-{}", &hash[..8])
        })
    }

    fn base_url(&mut self, given: &Yaml) -> Option<String> {
        let url = self.text(given, "base_url")?;
        if !is_web_address(&url) || url.contains(['?', '#']) {
            self.inside(Key::name("base_url"), |reader| {
                reader.wrong(
                    (
                        "base_url 要写网站的完整网址",
                        "`base_url` must be the whole address of the site",
                    ),
                    (
                        "以 https:// 开头，比如 https://example.org/handbook/",
                        "it starts with https://, such as https://example.org/handbook/",
                    ),
                );
            });
            return None;
        }
        Some(format!("{}/", url.trim_end_matches('/')))
    }

    fn repository(&mut self, given: &Yaml) -> Option<Repository> {
        let value = given.get("repository").filter(|value| !value.is_null())?;
        self.inside(Key::name("repository"), |reader| {
            let (url, branch, host, folder) = match value {
                Yaml::String(url) => (url.trim().to_string(), None, None, FOLDER.to_string()),
                value => {
                    let example =
                        "{url: https://github.com/us/handbook, branch: main, host: github}";
                    if !reader.is_record(value, "repository", example) {
                        return None;
                    }
                    reader.check_keys(value, &["url", "branch", "host", "folder"]);
                    let branch = reader.text(value, "branch");
                    (
                        reader.text(value, "url")?,
                        branch,
                        reader.text(value, "host"),
                        reader.folder(value),
                    )
                }
            };
            if !is_web_address(&url) {
                reader.wrong(
                    (
                        "代码仓库要写完整的网址",
                        "the repository must be a whole web address",
                    ),
                    (
                        "比如：url: https://github.com/us/handbook",
                        "for example: url: https://github.com/us/handbook",
                    ),
                );
                return None;
            }
            let guessed = || {
                HOSTS
                    .iter()
                    .find(|host| url.contains(**host))
                    .unwrap_or(&HOSTS[0])
            };
            let host = match host {
                Some(host) if HOSTS.contains(&host.as_str()) => host,
                Some(host) => {
                    reader.inside(Key::name("host"), |reader| {
                        reader.wrong(
                            (
                                &format!("不认识代码托管平台“{host}”"),
                                &format!("no code host is known as “{host}”"),
                            ),
                            (
                                &format!("可以写：{}", HOSTS.join("、")),
                                &format!("it may be: {}", HOSTS.join(", ")),
                            ),
                        );
                    });
                    guessed().to_string()
                }
                None => guessed().to_string(),
            };
            Some(Repository {
                url: url.trim_end_matches('/').to_string(),
                branch: branch.unwrap_or_else(|| "main".to_string()),
                host,
                folder,
            })
        })
    }

    /// The handbook's folder within the repository.
    fn folder(&mut self, given: &Yaml) -> String {
        let stated = match given.get("folder") {
            None | Some(Yaml::Null) => return FOLDER.to_string(),
            Some(Yaml::String(text)) if text.trim().is_empty() => return String::new(),
            Some(_) => self.text(given, "folder"),
        };
        let Some(stated) = stated else {
            return FOLDER.to_string();
        };
        if ["./", "."].contains(&stated.as_str()) {
            return String::new();
        }
        let leads_away =
            stated.starts_with(['/', '~']) || stated.split('/').any(|part| part == "..");
        match SourcePath::new(&stated) {
            Ok(folder) if !leads_away => folder.to_string(),
            _ => {
                self.inside(Key::name("folder"), |reader| {
                    reader.wrong(
                        (
                            "folder 要写手册在代码仓库里的文件夹",
                            "`folder` is the handbook's folder within the repository",
                        ),
                        (
                            "从仓库的根目录写起，不用 / 开头，也不用 ..，比如：folder: content",
                            "it counts from the repository's root, without a leading `/` and without `..`, as in: folder: content",
                        ),
                    );
                });
                FOLDER.to_string()
            }
        }
    }

    fn theme(&mut self, given: &Yaml) -> String {
        let Some(theme) = self.text(given, "theme") else {
            return "default".to_string();
        };
        let leads_away = theme.starts_with('.') || theme.contains(['/', '\\', ':']);
        if leads_away || theme.chars().any(char::is_control) {
            self.inside(Key::name("theme"), |reader| {
                reader.wrong(
                    (
                        "theme 只写主题的名字，不写路径",
                        "`theme` is a name, not a path",
                    ),
                    (
                        "主题放在 themes/名字/ 里，这里写：theme: 名字",
                        "keep it in themes/NAME/ and write: theme: NAME",
                    ),
                );
            });
            return "default".to_string();
        }
        theme
    }
}

pub(super) fn is_web_address(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    let odd = |c: char| c.is_whitespace() || c.is_control() || "\"'<>\\^`{|}".contains(c);
    host.is_some_and(|host| !host.is_empty()) && !url.contains(odd)
}

/// ASCII words joined by hyphens; none for a title without any.
fn slug(title: &str) -> Option<String> {
    let words = title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut slug = words.collect::<Vec<_>>().join("-").to_lowercase();
    slug.truncate(48);
    let slug = slug.trim_end_matches('-');
    (slug.len() > 2).then(|| slug.to_string())
}
