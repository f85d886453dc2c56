//! The codes: one name for each thing that can be wrong. What each means, why it matters and how
//! to mend it stands in `codes.yaml`, which `linli explain` prints.

use super::Severity;

macro_rules! codes {
    ($($severity:ident { $($variant:ident = $name:literal),* $(,)? })*) => {
        /// One name for each thing that can be wrong.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($($variant),*),* }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$($(Code::$variant),*),*];

            /// Its kebab-case name, as printed and as `linli explain` takes it.
            pub fn as_str(self) -> &'static str {
                match self { $($(Code::$variant => $name),*),* }
            }

            /// How serious it is where nothing softens it (a draft does).
            pub fn severity(self) -> Severity {
                match self { $($(Code::$variant)|* => Severity::$severity),* }
            }
        }
    };
}

codes! {
    Error {
        // files
        NoHandbook = "no-handbook",
        UnreadableText = "unreadable-text",
        UnreadableFile = "unreadable-file",
        OddFile = "odd-file",
        OddName = "odd-name",
        NameCollision = "name-collision",
        OutsideHandbook = "outside-handbook",
        ReservedCharacter = "reserved-character",
        EmptyPage = "empty-page",
        // YAML and front matter
        YamlSyntax = "yaml-syntax",
        YamlLimit = "yaml-limit",
        DuplicateKey = "duplicate-key",
        HeadMissing = "head-missing",
        HeadNotClosed = "head-not-closed",
        UnknownField = "unknown-field",
        MisplacedField = "misplaced-field",
        MissingTitle = "missing-title",
        WrongType = "wrong-type",
        NumberAsText = "number-as-text",
        UnknownValue = "unknown-value",
        BadDate = "bad-date",
        BadTime = "bad-time",
        OutOfRange = "out-of-range",
        MirrorStated = "mirror-stated",
        // handbook.yaml, facts.yaml, sources.yaml
        BadConfig = "bad-config",
        BadSchema = "bad-schema",
        // how pages stand together
        UnknownPage = "unknown-page",
        WrongKind = "wrong-kind",
        AmbiguousReference = "ambiguous-reference",
        DuplicateId = "duplicate-id",
        DuplicateAddress = "duplicate-address",
        GeneratedAddress = "generated-address",
        PrerequisiteCycle = "prerequisite-cycle",
        LinkToDraft = "link-to-draft",
        SessionDoesNotFit = "session-does-not-fit",
        TranslationLength = "translation-length",
        UnknownFact = "unknown-fact",
        UnknownSource = "unknown-source",
        BasisWithoutSource = "basis-without-source",
        BrokenLink = "broken-link",
        BrokenAnchor = "broken-anchor",
        MissingFile = "missing-file",
        // Markdown
        UnclosedBlock = "unclosed-block",
        StrayCloser = "stray-closer",
        CloserDepth = "closer-depth",
        UnknownBlock = "unknown-block",
        MisplacedBlock = "misplaced-block",
        DuplicateAnchor = "duplicate-anchor",
        UnsafeLink = "unsafe-link",
        UnknownFootnote = "unknown-footnote",
        BadAttributes = "bad-attributes",
        IncludeWithoutFile = "include-without-file",
        CannotInclude = "cannot-include",
        IncludeCycle = "include-cycle",
        IncludeLimit = "include-limit",
        // the theme
        Template = "template",
        UnknownTheme = "unknown-theme",
        // the machine
        OutputFolder = "output-folder",
        ForeignFile = "foreign-file",
        OtherBuild = "other-build",
        ChangedMeanwhile = "changed-meanwhile",
        DiskFailed = "disk-failed",
        PortBusy = "port-busy",
    }
    Incomplete {
        MissingField = "missing-field",
    }
    Warning {
        DecodedText = "decoded-text",
        MdTxt = "md-txt",
        ReservedName = "reserved-name",
        UnlistedFolder = "unlisted-folder",
        NearKind = "near-kind",
        FullWidthColon = "full-width-colon",
        FullWidthComma = "full-width-comma",
        FullWidthDigits = "full-width-digits",
        CurlyQuotes = "curly-quotes",
        ChineseDate = "chinese-date",
        SpokenDuration = "spoken-duration",
        SummaryLength = "summary-length",
        MissingRecommended = "missing-recommended",
        FieldAndBlock = "field-and-block",
        MinutesDiffer = "minutes-differ",
        TranslationDiffers = "translation-differs",
        TranslationAlone = "translation-alone",
        LinkToWithdrawn = "link-to-withdrawn",
        ConsentEnded = "consent-ended",
        MissingAlt = "missing-alt",
        HeadingOrder = "heading-order",
        HtmlRemoved = "html-removed",
        ListMark = "list-mark",
        ListIndent = "list-indent",
        TaskMark = "task-mark",
        HeadingMark = "heading-mark",
        TableMark = "table-mark",
        TableCells = "table-cells",
        LinkMark = "link-mark",
        SpaceInLink = "space-in-link",
        LooseStrong = "loose-strong",
        UnclosedStrong = "unclosed-strong",
        IndentedProse = "indented-prose",
        UnderlinedProse = "underlined-prose",
        StarProduct = "star-product",
        LoneTilde = "lone-tilde",
        WideMark = "wide-mark",
        UnusedText = "unused-text",
        NoLabels = "no-labels",
        NoSpaceAfterColon = "no-space-after-colon",
        ListDash = "list-dash",
        TabInHead = "tab-in-head",
        OddIndent = "odd-indent",
        HeadFence = "head-fence",
        ListAsText = "list-as-text",
        SpokenTime = "spoken-time",
        UnknownAttribute = "unknown-attribute",
        QuizWithoutAnswer = "quiz-without-answer",
        AgendaRow = "agenda-row",
    }
    Gap {
        MissingTranslation = "missing-translation",
        OutdatedTranslation = "outdated-translation",
        OverdueReview = "overdue-review",
        ProblemWithoutHelp = "problem-without-help",
        HelpWithoutCase = "help-without-case",
        PhaseWithoutTool = "phase-without-tool",
        RoleWithoutPath = "role-without-path",
    }
}

impl Code {
    /// The code of that name.
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str() == name)
    }
}
