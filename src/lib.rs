//! linli (邻里, "neighbours") is a small document compiler: Markdown in, a community handbook's
//! site out. Plain values pass between named stages; the disk, the network and the clock stay at
//! the edge. Read the modules in this order and you have walked through the house.
//!
//! ```text
//! content/ (handbook.yaml)     themes/
//!     |                           |
//! [ load ]  ------------------------->  Sources     path to text or file            (I/O)
//!     |
//! [ page::parse ]          one file     Page        what this file says             + diagnostics
//!     |
//! [ handbook::assemble ]   all files    Handbook    how the pages stand together    + diagnostics
//!     |
//! [ check::run ]           rules        what an editor should look at               = diagnostics
//!     |
//! [ view ]                              SiteView, PageView   all that a theme may see
//!     |
//! [ theme ] [ search ] [ feed ] [ sitemap ] [ offline ]   makers of output, side by side
//!     |
//!   Output                              path to bytes, ordered
//!   /    \
//! [ write ]  [ serve ]                  two readers of the same value               (I/O)
//! ```
//!
//! [`pipeline`] is this list as code. Who may import whom is a table in `tests/it/tidy.rs`: the
//! modules below stand in floors, and each sees only its own floor and those under it. Every stage
//! returns the best value it can and what it has to say about it: broken input is normal here.

// Some checks are read by the tests here and by those outside alike: both say `linli`.
#[cfg(test)]
extern crate self as linli;

// Words everyone shares.
pub mod date;
pub mod diagnostic;
pub mod escape;
pub mod language;
pub mod likeness;
pub mod output;
pub mod path;
pub mod qr;
pub mod reading;
pub mod script;
pub mod source;

// Readers of one text.
pub mod config;
pub mod front_matter;
pub mod markdown;
pub mod schema;
pub mod yaml;

// One page, all pages, and what is wrong with them.
pub mod check;
pub mod handbook;
pub mod page;

// What a theme sees, and the makers of output.
pub mod feed;
pub mod offline;
pub mod search;
pub mod sitemap;
pub mod theme;
pub mod view;

// The conductor, the shore, the command line.
pub mod cli;
pub mod load;
pub mod pipeline;
pub mod serve;
pub mod watch;
pub mod write;
