//! The command line's help in Chinese, by the names of commands and arguments. A test sees to it
//! that nothing is left out.

/// The Chinese name of every command; it may be typed in its place.
pub const NAMES: [(&str, &str); 12] = [
    ("build", "构建"),
    ("serve", "预览"),
    ("check", "检查"),
    ("new", "新建"),
    ("fix", "改好"),
    ("search", "查找"),
    ("schema", "字段"),
    ("status", "还缺什么"),
    ("explain", "解释"),
    ("inspect", "细看"),
    ("completions", "补全"),
    ("help", "帮助"),
];

/// What an argument of a command is for; the command itself under an empty name. Those of every
/// command stand under `linli`.
pub const HELP: &[(&str, &str, &str)] = &[
    (
        "linli",
        "",
        "邻里 linli：把一个 Markdown 文件夹变成社区社会组织的手册。",
    ),
    (
        "linli",
        "message_language",
        "linli 说哪种语言：zh（中文）或 en（English）；不写就跟手册的第一种语言",
    ),
    (
        "linli",
        "today",
        "按哪一天来做手册，如 2026-11-23；不写就看 SOURCE_DATE_EPOCH，再不然是今天（UTC）",
    ),
    ("linli", "help", "显示说明"),
    ("linli", "version", "显示版本"),
    ("build", "", "做出网站，换下上一次的"),
    (
        "build",
        "handbook",
        "放 handbook.yaml 的文件夹，或者装着 content/ 的那个；不写就是当前文件夹",
    ),
    (
        "build",
        "output",
        "网站放在哪里；不写就放在 content/ 旁边的 site",
    ),
    (
        "build",
        "base_url",
        "网站将来的网址；写了才有订阅源、站点地图和规范网址",
    ),
    ("build", "drafts", "草稿也放上去，带着记号"),
    ("build", "deny", "写 warnings：有提醒也不更新网站"),
    (
        "build",
        "keep_going",
        "有错也更新网站，只是略去没法显示的部分",
    ),
    ("serve", "", "在浏览器里边写边看；只打 linli 也是它"),
    (
        "serve",
        "handbook",
        "放 handbook.yaml 的文件夹，或者装着 content/ 的那个；不写就是当前文件夹",
    ),
    ("serve", "port", "用哪个端口"),
    (
        "serve",
        "host",
        "用哪个地址；不写就是 127.0.0.1，只有这台电脑能看",
    ),
    (
        "serve",
        "editor",
        "点出错的地方时用哪个编辑器打开：vscode、zed……或带 {path} {line} {column} 的地址；不写就看 LINLI_EDITOR",
    ),
    (
        "serve",
        "explain",
        "每次改动后说明哪些页重新读了、重新排了，为什么",
    ),
    ("serve", "open", "打开浏览器"),
    ("check", "", "看手册哪里不对、怎么改"),
    (
        "check",
        "handbook",
        "放 handbook.yaml 的文件夹，或者装着 content/ 的那个；不写就是当前文件夹",
    ),
    ("check", "since", "只看 git 这个版本以后改过的行"),
    (
        "check",
        "format",
        "怎样打印：human（给人看，不写就是它）、json、github、sarif、markdown",
    ),
    ("check", "deny", "写 warnings：有提醒也以 1 结束"),
    (
        "new",
        "",
        "新建一页或一本手册：linli 新建 课程 需求访谈怎么做；什么都不写，它会问你",
    ),
    (
        "new",
        "kind",
        "哪种页面，写名字或叫法：module、课程；写 handbook 或“手册”就是新建一本手册",
    ),
    ("new", "name", "标题或编号；新建手册时写文件夹的名字"),
    ("new", "id", "文件名，也用在网址里；不写就用标题的拼音"),
    ("new", "keep_chinese", "文件名照标题写，保留中文"),
    (
        "new",
        "lang",
        "放进哪种语言的文件夹；不写就是手册的第一种语言。新建手册时写 zh 或 en",
    ),
    (
        "new",
        "wanted_for",
        "为哪一页写的，如 problem/mei-ren-lai：对付这个难题的办法、用过这个办法的案例",
    ),
    ("new", "title", "新手册的书名；不写就用文件夹的名字"),
    (
        "new",
        "handbook",
        "放 handbook.yaml 的文件夹，或者装着 content/ 的那个；不写就是当前文件夹",
    ),
    ("fix", "", "把不会改变意思的小毛病改好"),
    (
        "fix",
        "handbook",
        "放 handbook.yaml 的文件夹，或者装着 content/ 的那个；不写就是当前文件夹",
    ),
    ("fix", "dry_run", "只看会改什么，不动文件"),
    ("search", "", "像读者那样查找：linli 查找 没人来怎么办"),
    (
        "search",
        "words",
        "找什么：词、词的一部分、一句问话、拼音；几个词要加引号。前面可以写手册的文件夹",
    ),
    ("search", "lang", "读者用哪种语言；不写就是手册的第一种语言"),
    ("search", "kind", "只要这种页面，写名字或叫法；可以写几次"),
    ("search", "limit", "最多几条；不写就是 10"),
    ("search", "json", "打印成一个 JSON，和网页上的搜索一样"),
    (
        "schema",
        "",
        "页面开头的字段可以写什么，给编辑器看，也给人看",
    ),
    (
        "schema",
        "kind",
        "只看一种，写名字或叫法；不写就是全部。给编辑器还可以写 handbook、facts、sources",
    ),
    (
        "schema",
        "format",
        "怎样打印：markdown（给人看，不写就是它）、json-schema（给编辑器看）",
    ),
    (
        "schema",
        "handbook",
        "放 handbook.yaml 的文件夹，或者装着 content/ 的那个；不写就是当前文件夹",
    ),
    (
        "status",
        "",
        "盼着谁写、还没翻译、该核对、译文旧了的，都在这里",
    ),
    (
        "status",
        "handbook",
        "放 handbook.yaml 的文件夹，或者装着 content/ 的那个；不写就是当前文件夹",
    ),
    ("status", "json", "打印成一个 JSON"),
    ("explain", "", "broken-link 这样的代号是什么意思、怎么改"),
    ("explain", "code", "哪个代号；不写就全列出来"),
    ("inspect", "", "模板拿到的一页是什么样，打印成 YAML"),
    (
        "inspect",
        "page",
        "源文件（zh/cases/x.md）、网址（zh/cases/x.html）或“种类/编号”（case/x）",
    ),
    (
        "inspect",
        "handbook",
        "放 handbook.yaml 的文件夹，或者装着 content/ 的那个；不写就是当前文件夹",
    ),
    ("completions", "", "打印一段脚本，装上以后按 Tab 键补全命令"),
    (
        "completions",
        "shell",
        "bash、zsh、fish、powershell 或 elvish",
    ),
    ("help", "", "说明一个命令怎么用"),
    ("help", "command", "哪个命令；不写就全列出来"),
];

/// What stands for a value in help and usage.
pub const VALUES: &[(&str, &str)] = &[
    ("LANG", "语言"),
    ("DATE", "日期"),
    ("HANDBOOK", "手册"),
    ("DIR", "文件夹"),
    ("URL", "网址"),
    ("WHAT", "什么"),
    ("N", "数"),
    ("ADDR", "地址"),
    ("REV", "版本"),
    ("FORMAT", "格式"),
    ("KIND", "种类"),
    ("NAME", "标题"),
    ("ID", "编号"),
    ("PAGE", "页面"),
    ("TITLE", "书名"),
    ("[HANDBOOK] QUERY", "[手册] 查什么"),
    ("CODE", "代号"),
    ("SHELL", "SHELL"),
    ("COMMAND", "命令"),
];

/// What a command or one of its arguments is for.
pub fn help(command: &str, argument: &str) -> Option<&'static str> {
    let of = |owner: &str| {
        let all = HELP.iter();
        let mut found = all.filter(|(whose, name, _)| *whose == owner && *name == argument);
        found.next().map(|(_, _, words)| *words)
    };
    of(command).or_else(|| {
        if argument.is_empty() {
            None
        } else {
            of("linli")
        }
    })
}

/// The Chinese name of a command.
pub fn name(command: &str) -> Option<&'static str> {
    let mut found = NAMES.iter().filter(|(name, _)| *name == command);
    found.next().map(|(_, chinese)| *chinese)
}

/// The Chinese word for what a value stands for.
pub fn value(name: &str) -> Option<&'static str> {
    let mut found = VALUES.iter().filter(|(english, _)| *english == name);
    found.next().map(|(_, chinese)| *chinese)
}
