//! The integration tests: one binary, one module for each part of the house it looks at.

mod cli;
mod desk;
mod explain;
mod pictures;
mod properties;
mod relations;
mod reproducible;
mod serve;
mod theme_guide;
mod tidy;
mod translations;
