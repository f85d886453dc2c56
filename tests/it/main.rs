//! The integration tests: one binary, one module for each part of the house it looks at.

mod again;
mod bad_input;
mod blocks;
mod chinese;
mod cli;
mod content;
mod corpus;
mod desk;
mod docs;
mod explain;
mod golden;
mod include;
mod manual;
mod pictures;
mod properties;
mod relations;
mod reproducible;
mod search;
mod serve;
mod support;
mod theme_guide;
mod themes;
mod tidy;
mod translations;
mod views;
