//! The integration tests: one binary, one module for each part of the house it looks at.

mod explain;
mod theme_guide;
mod tidy;
